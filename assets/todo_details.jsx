// The panel of the opened todo, and its address while it is open.
import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";

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
