// Parts of a page that are out of the way until they are wanted.
import { ChevronRight } from "lucide-react";
import { Children, useEffect, useId, useRef, useState } from "react";

/** A section that opens under its heading; also by its address, /page#name. */
export function Fold({ name, title, about, status, open, children }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (open) setOpened(true);
  }, [open]);
  useEffect(() => {
    const look = () => location.hash === `#${name}` && setOpened(true);
    look();
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return (
    <section className={opened ? "fold open" : "fold"} id={name} aria-labelledby={`${name}-title`}>
      <h3>
        <button
          type="button"
          aria-expanded={opened}
          aria-controls={`${name}-content`}
          aria-labelledby={`${name}-title`}
          aria-describedby={`${name}-about ${name}-status`}
          onClick={() => setOpened(!opened)}
        >
          <ChevronRight size={18} aria-hidden="true" />
          <span className="fold-words">
            <span className="fold-title" id={`${name}-title`}>{title}</span>
            <span className="fold-about" id={`${name}-about`}>{about}</span>
          </span>
          <span className="fold-status" id={`${name}-status`}>{status}</span>
        </button>
      </h3>
      <div className="fold-content" id={`${name}-content`} hidden={!opened}>{children}</div>
    </section>
  );
}

/** One of several panels, chosen by its tab; arrow keys go from tab to tab. */
export function Tabs({ label, names, children }) {
  const id = useId();
  const [chosen, choose] = useState(0);
  const tabs = useRef([]);
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = { Home: 0, End: names.length - 1 }[event.key];
    if (step === undefined && next === undefined) return;
    event.preventDefault();
    const to = next ?? (chosen + step + names.length) % names.length;
    choose(to);
    tabs.current[to].focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} onKeyDown={move}>
        {names.map((name, place) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${place}`}
            ref={(tab) => { tabs.current[place] = tab; }}
            aria-selected={place === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={place === chosen ? 0 : -1}
            onClick={() => choose(place)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {Children.toArray(children)[chosen]}
      </div>
    </div>
  );
}

/** What stands behind a button until it is wanted; `always`, there is no button. */
export function Behind({ button, always, after, children }) {
  const [wanted, setWanted] = useState(false);
  const here = useRef(null);
  useEffect(() => setWanted(false), [after]);
  useEffect(() => {
    if (wanted) here.current.querySelector("input")?.focus();
  }, [wanted]);
  if (always || wanted) return <div ref={here}>{children}</div>;
  return (
    <div>
      <button type="button" aria-expanded="false" onClick={() => setWanted(true)}>{button}</button>
    </div>
  );
}

/** Empties the form it is in each time `after` changes: what was typed has been taken. */
export function Fresh({ after }) {
  const here = useRef(null);
  useEffect(() => {
    if (after) here.current.closest("form")?.reset();
  }, [after]);
  return <span ref={here} hidden />;
}

/** Brings the keyboard and the eye to the heading of what has just been made. */
export function Land({ when }) {
  const here = useRef(null);
  useEffect(() => {
    if (when) here.current.closest("article")?.querySelector("button")?.focus();
  }, [when]);
  return <span ref={here} hidden />;
}
