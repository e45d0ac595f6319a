// One todo in a list: what it says, and everything that can be done to it in place.
import { memo, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { AlignLeft, CalendarDays, ChevronRight, Repeat, Trash2, Undo2 } from "lucide-react";
import { store } from "./todo_store.js";
import { dueWords } from "./todo_dates.js";

const FLASHES_FOR = 1600; // ms
const TYPING_PAUSE = 600; // ms
const MARKS = ["P1", "P2", "P3", "P4"];

export const TodoRow = memo(function TodoRow({ row, list, opened, trash, today, late, act }) {
  const box = useRef(null);
  useLayoutEffect(() => () => passFocusOn(box.current, row.id), [row.id]);
  const fresh = row.flash && Date.now() - row.flash < FLASHES_FOR;
  const look = `todo p${row.priority}${row.done ? " done" : ""}${opened ? " beside" : ""}${fresh ? " flash" : ""}`;
  return (
    <div ref={box} className={look}>
      {trash ? (
        <Deleted row={row} act={act} />
      ) : (
        <Kept row={row} list={list} today={today} late={late} act={act} />
      )}
    </div>
  );
});

function Kept({ row, list, today, late, act }) {
  return (
    <>
      <Check row={row} act={act} />
      <div className="what" onClick={({ target, currentTarget }) => target === currentTarget && act.onOpen(row.id)}>
        <Title row={row} act={act} />
        {row.notes && <AlignLeft className="notes" role="img" aria-label="Has a description" />}
      </div>
      <span className="actions">
        <Action name={`Delete: ${row.title}`} Icon={Trash2} onClick={() => leave(row, act.onDelete)} />
        <Action name={`Open: ${row.title}`} Icon={ChevronRight} onClick={() => act.onOpen(row.id)} />
      </span>
      <span className="facts">
        {list && <span className="in-list" title={list}>{list}</span>}
        <Due row={row} today={today} late={late} act={act} />
        <Priority row={row} act={act} />
      </span>
    </>
  );
}

function Deleted({ row, act }) {
  return (
    <>
      <span className="title"><span>{row.title}</span></span>
      <button
        type="button"
        className="quiet"
        aria-label={`Restore: ${row.title}`}
        onClick={() => leave(row, act.onRestore)}
      >
        <Undo2 aria-hidden /> Restore
      </button>
    </>
  );
}

function Check({ row, act }) {
  return (
    <label className="check">
      <input
        type="checkbox"
        aria-label={`Complete: ${row.title}`}
        checked={row.done}
        onChange={({ target }) => {
          store.guess(row.id, { done: target.checked });
          if (target.checked) act.onComplete(row.id, row.due ?? "");
          else act.onReopen(row.id);
        }}
      />
    </label>
  );
}

function Title({ row, act }) {
  const draft = useDraft(row.id);
  const button = useRef(null);
  const back = useRef(false); // whether the keyboard shall return to the title
  useLayoutEffect(() => {
    if (draft === null && back.current) button.current?.focus();
    back.current = false;
  }, [draft === null]);
  const edit = () => store.write({ id: row.id, text: row.title });
  if (draft !== null) return <TitleInput row={row} draft={draft} act={act} back={back} />;
  return (
    <button
      ref={button}
      type="button"
      className="title"
      aria-label={`Edit: ${row.title}`}
      onClick={edit}
      onKeyDown={(event) => event.key === "F2" && edit()}
    >
      <span>{row.title}</span>
    </button>
  );
}

function TitleInput({ row, draft, act, back }) {
  const finish = (save, byKey) => {
    const title = draft.trim();
    back.current = byKey;
    store.write(null);
    if (save && title && title !== row.title) {
      store.guess(row.id, { title });
      act.onRename(row.id, title);
    }
  };
  return (
    <input
      className="title"
      aria-label={`Title: ${row.title}`}
      autoFocus
      maxLength={500}
      value={draft}
      onChange={({ target }) => store.write({ id: row.id, text: target.value })}
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault(); // or Enter would press the title that gets the keyboard
        finish(event.key === "Enter", true);
      }}
    />
  );
}

function Due({ row, today, late, act }) {
  const [typed, setTyped] = useState(null);
  const chosen = typed ?? row.due ?? "";
  const shown = typed ?? row.day ?? "";
  const save = () => {
    setTyped(null);
    if (typed !== null && typed !== (row.due ?? "")) {
      const clock = typed ? row.time : null;
      store.guess(row.id, { due: typed || null, day: typed || null, clock, at: null });
      act.onDue(row.id, typed);
    }
  };
  useEffect(() => {
    if (typed === null) return;
    const pause = setTimeout(save, TYPING_PAUSE);
    return () => clearTimeout(pause);
  }, [typed]);
  const when = !shown || row.done ? "" : late ? "late" : shown === today ? "today" : "ahead";
  return (
    <label className={`due ${when}${shown ? "" : " none"}`}>
      {when === "late" && <span className="visually-hidden">Overdue: </span>}
      {row.repeats && <Repeat className="repeats" role="img" aria-label="Repeats" />}
      {shown ? (
        <span>{dueWords(shown, today)}{row.clock && ` ${row.clock}`}</span>
      ) : (
        <CalendarDays aria-hidden />
      )}
      <input
        type="date"
        aria-label={`Due: ${row.title}`}
        min="1970-01-01"
        max="9999-12-31"
        value={chosen}
        onClick={(event) => event.target.showPicker?.()}
        onChange={({ target }) => target.validity.valid && setTyped(target.value)}
        onBlur={save}
      />
    </label>
  );
}

function Priority({ row, act }) {
  return (
    <select
      className="priority"
      aria-label={`Priority: ${row.title}`}
      value={row.priority}
      onChange={({ target }) => {
        const priority = Number(target.value);
        store.guess(row.id, { priority });
        act.onPriority(row.id, `p${priority}`);
      }}
    >
      {MARKS.map((mark, index) => <option key={mark} value={index + 1}>{mark}</option>)}
    </select>
  );
}

function Action({ name, Icon, onClick }) {
  return (
    <button type="button" className="action" aria-label={name} title={name} onClick={onClick}>
      <Icon aria-hidden />
    </button>
  );
}

function leave(row, act) {
  store.guess(row.id, { hidden: true });
  act(row.id);
}

/** The text being typed as this row's title, or null. */
function useDraft(id) {
  const draft = () => (store.draft?.id === id ? store.draft.text : null);
  return useSyncExternalStore(store.subscribe, draft, draft);
}

/** When the focused row has left the list, the keyboard goes on at the next one. */
function passFocusOn(box, id) {
  if (!box?.contains(document.activeElement) || store.has(id)) return;
  const item = box.closest("li");
  const next = item?.nextElementSibling ?? item?.previousElementSibling;
  const target = next?.querySelector("input, button") ?? document.getElementById("new-todo");
  target?.focus({ preventScroll: true });
}
