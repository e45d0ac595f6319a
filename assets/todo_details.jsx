// The fields of the opened todo, and its address while it is open.
import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";

const TYPING_PAUSE = 600; // ms

/** A field that saves itself when left. What is being typed is never overwritten. */
export function LiveField({ label, value, type = "line", maxLength, placeholder, onSave }) {
  const [draft, setDraft] = useState(null);
  const shown = draft ?? value ?? "";
  useEffect(() => setDraft(null), [value]);
  const save = () => {
    if (draft === null || draft === value) setDraft(null);
    else onSave(draft);
  };
  useEffect(() => {
    if (type !== "date" || draft === null) return;
    const pause = setTimeout(save, TYPING_PAUSE);
    return () => clearTimeout(pause);
  }, [draft]);
  const props = {
    className: `live-field ${type}${shown ? "" : " empty"}`,
    "aria-label": label,
    maxLength,
    placeholder,
    value: shown,
    onBlur: save,
    onChange: ({ target }) => target.validity.valid && setDraft(target.value),
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "Enter" && (type === "line" || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.target.blur();
      }
      if (event.key === "Escape" && draft !== null) {
        event.stopPropagation();
        setDraft(null);
      }
    },
  };
  if (type === "date") return <input type="date" min="1970-01-01" max="9999-12-31" {...props} />;
  return <textarea rows={1} {...props} />;
}

/**
 * Keeps the address, the keyboard and Escape in step with the opened todo.
 *
 * From the list, opening a todo only changes the address: going there would build the
 * page anew and lose the place in the list. Who came by a todo's own address goes.
 */
export function OpenedTodo({ todoId, home, onClose, children }) {
  const panel = useRef(null);
  const before = useRef(todoId);
  const cameFrom = useRef(null);
  const route = useLocation().pathname;
  const navigate = useNavigate();
  useEffect(() => {
    if (todoId === before.current) return;
    before.current = todoId;
    if (todoId) {
      cameFrom.current ??= document.activeElement;
      panel.current?.focus({ preventScroll: true });
    } else {
      if (cameFrom.current?.isConnected) cameFrom.current.focus({ preventScroll: true });
      cameFrom.current = null;
    }
    const address = todoId ? `/todo/${encodeURIComponent(todoId)}` : home;
    if (location.pathname === address) return;
    if (route === home) history.pushState(history.state, "", address);
    else navigate(address);
  }, [todoId]);
  useEffect(() => {
    if (!todoId) return;
    const close = (event) => event.key === "Escape" && !event.defaultPrevented && onClose();
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [todoId]);
  if (!todoId) return null;
  return (
    <aside ref={panel} className="opened" tabIndex={-1} aria-label="Todo">
      {children}
    </aside>
  );
}
