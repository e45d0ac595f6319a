// The list of todos: only the rows in sight are in the page, however many there are.
import { forwardRef, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { Virtuoso } from "react-virtuoso";
import { TodoRow } from "./todo_row.jsx";
import { useNow } from "./clock.js";
import { isLate } from "./todo_dates.js";
import { store } from "./todo_store.js";

const snapshot = () => store.rows;
const useRows = () => useSyncExternalStore(store.subscribe, snapshot, snapshot);

export function TodoList({ view, patch, sort, opened, children, ...events }) {
  const rows = useRows();
  const act = useLatest(events);
  useEffect(() => store.sortBy(sort), [sort]);
  useEffect(() => {
    if (patch?.to === undefined) return;
    if (!store.apply(patch)) act.onGap(store.applied ?? -1, store.view ?? "");
    else if (patch.rows) act.onReceived(patch.to);
  }, [patch]);
  useEffect(() => {
    if (store.view !== null && store.zone === null) {
      act.onZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
    }
  }, [store.view, store.zone]);

  if (store.view !== view) return <Skeleton />;
  return (
    <>
      <p className="visually-hidden" aria-live="polite">{told(store.news)}</p>
      {rows.length === 0 ? children : <Rows rows={rows} opened={opened} trash={view === "trash"} act={act} />}
    </>
  );
}

/** How many todos the list shows. */
export function TodoCount({ view }) {
  const rows = useRows();
  return store.view === view && rows.length > 0 ? <span className="count">{rows.length}</span> : null;
}

function Rows({ rows, opened, trash, act }) {
  const now = useNow(store.zone);
  return (
    <Virtuoso
      useWindowScroll
      className="todos"
      data={rows}
      context={{ total: rows.length, opened, trash, now, act, lists: store.lists }}
      computeItemKey={(_, row) => row.id}
      components={PARTS}
      itemContent={(_, row, { opened, trash, now, act, lists }) => (
        <TodoRow
          row={row}
          list={lists[row.list] ?? ""}
          opened={row.id === opened}
          trash={trash}
          today={now.today}
          late={isLate(row, now)}
          act={act}
        />
      )}
      defaultItemHeight={45}
      increaseViewportBy={300}
    />
  );
}

const PARTS = {
  List: forwardRef(function List({ context, ...props }, ref) {
    return <ul {...props} ref={ref} aria-label="Todos" />;
  }),
  Item({ context, item, ...props }) {
    return (
      <li
        {...props}
        aria-label={item.title}
        aria-setsize={context.total}
        aria-posinset={props["data-index"] + 1}
      />
    );
  },
};

function Skeleton() {
  return (
    <div className="skeleton" role="img" aria-label="Loading your todos">
      {Array.from({ length: 8 }, (_, row) => <i key={row} />)}
    </div>
  );
}

const told = (titles) => {
  if (titles.length === 0) return "";
  return titles.length === 1 ? `Changed: ${titles[0]}` : `${titles.length} todos changed`;
};

/** The same object at every render, whose functions are always the latest. */
function useLatest(functions) {
  const latest = useRef(functions);
  latest.current = functions;
  return useMemo(
    () => new Proxy({}, { get: (_, name) => (...args) => latest.current[name]?.(...args) }),
    [],
  );
}
