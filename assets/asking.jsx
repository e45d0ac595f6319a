// A button that asks a second question before it does what cannot be undone.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";

export function Ask({ text, label, question, yes, look, onYes, children }) {
  const [asked, setAsked] = useState(0); // the question's number; 0, there is none
  const button = useRef(null);
  useLanding(button, asked > 0);
  // A dialog says late that it was closed: by then the question may be asked again.
  const over = () => setAsked((now) => (now === asked ? 0 : now));
  return (
    <>
      <button
        type="button"
        ref={button}
        className={look}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => setAsked(asked + 1)}
      >
        {text}
      </button>
      {asked > 0 && (
        <Question key={asked} question={question} yes={yes} onYes={onYes} onClose={over}>
          {children}
        </Question>
      )}
    </>
  );
}

// Closing it gives the keyboard back to the button it came from: the browser does that.
function Question({ question, yes, onYes, onClose, children }) {
  const id = useId();
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  const close = () => dialog.current.close();
  const agree = () => {
    close();
    onYes();
  };
  return (
    <dialog ref={dialog} className="ask" aria-labelledby={`${id}-q`} aria-describedby={`${id}-c`} onClose={onClose}>
      <h2 id={`${id}-q`}>{question}</h2>
      <div id={`${id}-c`}>{children}</div>
      <div className="answers">
        <button type="button" onClick={close}>Cancel</button>
        <button type="button" className="danger" onClick={agree}>{yes}</button>
      </div>
    </dialog>
  );
}

// What was agreed to often takes the button away. Whoever was on it lands on the heading
// above, or on the page's own: not at the top of the document.
function useLanding(button, asking) {
  const open = useRef(asking);
  open.current = asking;
  useLayoutEffect(() => {
    const here = button.current;
    const heading = here.closest("section")?.querySelector("h2, h3");
    return () => {
      if (open.current || document.activeElement === here) {
        requestAnimationFrame(() => land(heading));
      }
    };
  }, []);
}

function land(heading) {
  if (document.activeElement !== document.body) return; // something else wanted it
  const there = heading?.isConnected ? heading : document.querySelector("main h1");
  const target = there?.querySelector("button") ?? there;
  if (!target) return;
  if (target === there) target.tabIndex = -1;
  target.focus();
}
