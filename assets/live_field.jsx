// A field that saves itself when left. What is being typed is never overwritten.
import { useEffect, useState } from "react";

const TYPING_PAUSE = 600; // ms

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
