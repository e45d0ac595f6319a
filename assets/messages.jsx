// The region "Messages": says what happened, offers to undo it, then goes away.
import { useEffect, useState } from "react";

const STAYS = 8000; // ms; as long as the pointer or the keyboard is on it, longer

export function MessageRegion({ text, number, undoable, onUndo }) {
  const [dismissed, setDismissed] = useState(number);
  const [held, setHeld] = useState(false);
  const shown = text && number !== dismissed;
  const dismiss = () => setDismissed(number);

  useEffect(() => {
    if (!shown || held) return;
    const clock = setTimeout(dismiss, STAYS);
    return () => clearTimeout(clock);
  }, [shown, held, number]);

  useEffect(() => {
    if (!undoable) return;
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

const isTyping = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
