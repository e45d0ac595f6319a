// The region "Messages": says what happened, offers to undo it, then goes away.
import { useEffect, useState } from "react";
import { isTyping } from "./typing.js";

const STAYS = 8000; // ms; as long as the pointer or the keyboard is on it, longer

// The number of the last message that is over. It outlives a change of pages; until
// the first page has settled there is none: what was said before a reload is over too.
let over = null;

export function MessageRegion({ text, number, undoable, settled, onUndo }) {
  const [held, setHeld] = useState(false);
  const [, redraw] = useState(null);
  const shown = text && over !== null && number !== over;
  const dismiss = () => {
    over = number;
    setHeld(false);
    redraw(number);
  };

  useEffect(() => {
    if (settled && over === null) dismiss();
  }, [settled]);

  useEffect(() => {
    if (!shown || held) return;
    const clock = setTimeout(dismiss, STAYS);
    return () => clearTimeout(clock);
  }, [shown, held, number]);

  useEffect(() => {
    if (!undoable || over === null) return;
    const undo = (event) => {
      if (isUndo(event) && !isTyping(event.target)) {
        event.preventDefault();
        dismiss();
        onUndo();
      }
    };
    addEventListener("keydown", undo);
    return () => removeEventListener("keydown", undo);
  });

  return (
    <div
      className="messages"
      role="status"
      aria-label="Messages"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown && (
        <div className="message" key={number}>
          <span>{text}</span>
          {undoable && <button type="button" onClick={() => { dismiss(); onUndo(); }}>Undo</button>}
          <button type="button" className="dismiss" aria-label="Dismiss" onClick={dismiss}>×</button>
        </div>
      )}
    </div>
  );
}

const isUndo = (event) =>
  event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
