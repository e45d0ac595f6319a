// Values to be copied into another site's form, and a secret that is shown once.
import { useEffect, useId, useRef, useState } from "react";

const SAID_FOR = 2000; // ms

export function CopyField({ label, value, lines }) {
  const id = useId();
  const field = useRef(null);
  const Field = lines ? "textarea" : "input";
  return (
    <div className={lines ? "copy-field tall" : "copy-field"}>
      <label htmlFor={id}>{label}</label>
      <Field
        id={id}
        ref={field}
        value={value ?? ""}
        rows={lines}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton label={label} value={value} field={field} />
    </div>
  );
}

function CopyButton({ label, value, field }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const clock = setTimeout(() => setCopied(false), SAID_FOR);
    return () => clearTimeout(clock);
  }, [copied]);

  const copy = async () => setCopied(await copyText(value ?? "", field.current));
  return (
    <button type="button" className={copied ? "copy done" : "copy"} aria-label={`Copy: ${label}`} onClick={copy}>
      <span aria-hidden="true">{copied ? "Copied" : "Copy"}</span>
      <span className="visually-hidden" aria-live="polite">{copied ? `${label} copied` : ""}</span>
    </button>
  );
}

// Browsers offer their clipboard on https and localhost only; the older way works on all.
async function copyText(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

// The server sends the secret once and forgets it as soon as `onKept` says it came. It
// is then only here, until the page is left or another thing's secret is shown.
// `command` is a line to try it with, in which it stands for {secret}.
export function SecretOnce({ label, value, of, command, focus, onKept, children }) {
  const [kept, setKept] = useState({ of, value });
  const box = useRef(null);

  useEffect(() => {
    if (!value) return;
    setKept({ of, value });
    onKept();
    if (focus) box.current.querySelector("input").focus();
  }, [value]);

  useEffect(() => {
    const forget = () => setKept({ of: "", value: "" });
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);

  const shown = value || (kept.of === of && kept.value);
  if (!shown) return children ?? null;
  return (
    <div className="secret" ref={box}>
      <CopyField label={label} value={shown} />
      <p>Copy it now: TaskPal keeps no copy and cannot show it again.</p>
      {command && <CopyField label="Try it" value={command.replace("{secret}", shown)} />}
    </div>
  );
}
