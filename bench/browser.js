// Runs inside the measured page: all times are of its own clock, up to the frame that
// shows what was waited for.
const ROW = 'ul[aria-label="Todos"] li';

const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel(); // its message comes after the paint
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  });

/** Resolves with the moments when the page had changed, and when the screen showed it. */
const shown = (there) =>
  new Promise((resolve) => {
    const look = async () => {
      if (!there()) return;
      watch.disconnect();
      resolve({ changed: performance.now(), visible: await painted() });
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });

window.measured = {
  /** When the first row was on the screen, since the navigation began. */
  firstRow: shown(() => document.querySelector(ROW)),

  /** From the API's answer to a write until this dashboard shows the row. */
  async write(token, title) {
    const row = shown(() => document.querySelector(`li[aria-label="${title}"]`));
    await fetch("/api/todos", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ title }),
    });
    const answered = performance.now();
    return (await row).visible - answered;
  },

  /** Be ready for a click on a checkbox: `clicked` is how long until its row is done. */
  expectClick() {
    this.clicked = new Promise((resolve) => {
      addEventListener(
        "click",
        async ({ timeStamp }) => {
          const done = () => document.querySelector(`${ROW} .done`) !== null;
          const { changed, visible } = await shown(done);
          resolve([changed - timeStamp, visible - timeStamp]);
        },
        { capture: true, once: true },
      );
    });
  },
};
