// The rows a list of todos shows, and the rule by which patches change them.
//
// The server sends a list once as a whole ({from: null, to, view, rows}), then only
// what changed between two of the owner's revisions ({from, to, put, gone}). Every row
// carries the revision of its last change, so a late patch never undoes a newer one.
// The store lives outside React: rows stay while the person visits another page.
import { localAt } from "./todo_dates.js";

/** A row as it comes over the socket: see `wire` in taskpal/todos/dashboard/rows.py. */
const read = ([id, title, priority, due, done, created, revision, notes, list, time, at, repeats]) => ({
  id, title, priority, due, done: !!done, created, revision, notes: !!notes,
  list: list ?? null, time: time ?? null, at: at ?? null, repeats: !!repeats,
});

/** When a row is due on the clock of whoever looks at it; `at`, its moment, has a zone. */
const placed = (row, zone) =>
  Object.assign(row, row.at === null ? { day: row.due, clock: row.time } : localAt(row.at, zone));

const alphabet = new Intl.Collator(undefined, { numeric: true });
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const when = ({ day, clock }) => (day === null ? "~" : clock === null ? day : `${day}T${clock}`);
const newest = (a, b) => b.created - a.created || byText(a.id, b.id);

const UNANSWERED = 10_000; // ms after which a guess is given up

const ORDERS = {
  created: newest,
  updated: (a, b) => b.revision - a.revision || newest(a, b),
  due: (a, b) => byText(when(a), when(b)) || a.priority - b.priority || newest(a, b),
  priority: (a, b) => a.priority - b.priority || newest(a, b),
  title: (a, b) => alphabet.compare(a.title, b.title) || newest(a, b),
};

export class TodoStore {
  rows = [];          // in order
  view = null;        // which list they belong to; null until the first snapshot
  applied = null;     // the revision they stand at
  draft = null;       // {id, text}: the title being typed; no patch touches it
  news = [];          // titles of what the last live patch changed
  zone = null;        // where the person lives; null until it is known
  lists = {};         // id -> name
  #known = new Map(); // id -> row as the server last sent it
  #guesses = new Map(); // id -> fields shown before the server has answered
  #lingering = null;   // the id of a row that left while its title was being typed
  #order = "created";
  #listeners = new Set();

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Apply a patch. Returns false when one before it is missing: ask for it. */
  apply(patch) {
    if (patch.rows) {
      this.zone = patch.zone ?? null;
      this.lists = patch.lists ?? {};
      this.#known = new Map(patch.rows.map((wire) => [wire[0], this.#read(wire)]));
      this.#guesses.clear();
      this.view = patch.view;
      this.news = [];
      this.#settle();
    } else if (this.applied === null || patch.from > this.applied || patch.view !== this.view) {
      return false;
    } else {
      this.#move(patch.zone ?? null);
      if (patch.lists) this.lists = { ...this.lists, ...patch.lists };
      this.#change(patch);
    }
    this.applied = Math.max(patch.to, patch.rows ? 0 : this.applied);
    this.#arrange();
    return true;
  }

  /** Show a change at once; the answer of the server replaces or takes it back. */
  guess(id, fields) {
    const guess = { ...this.#guesses.get(id), ...fields };
    this.#guesses.set(id, guess);
    this.#arrange();
    const clock = setTimeout(() => {
      if (this.#guesses.get(id) === guess && this.#guesses.delete(id)) this.#arrange();
    }, UNANSWERED);
    clock.unref?.();
  }

  has = (id) => this.rows.some((row) => row.id === id);

  sortBy(order) {
    if (order !== this.#order && ORDERS[order]) {
      this.#order = order;
      this.#settle();
      this.#arrange();
    }
  }

  write(draft) {
    this.draft = draft;
    if (draft === null && this.#lingering) {
      this.#known.delete(this.#lingering);
      this.#lingering = null;
      this.#arrange();
    }
    this.#tell();
  }

  #change({ put = [], gone = [], live }) {
    this.news = [];
    for (const wire of put) {
      const row = this.#read(wire);
      const before = this.#known.get(row.id);
      if (before && before.revision > row.revision) continue;
      if (live && before?.revision !== row.revision) {
        row.flash = Date.now();
        this.news.push(row.title);
      }
      this.#known.set(row.id, row);
      this.#guesses.delete(row.id);
    }
    for (const id of gone) {
      if (id === this.draft?.id) {
        this.#lingering = id; // until its title is written to the end
        continue;
      }
      if (live && this.#known.has(id)) this.news.push(this.#known.get(id).title);
      this.#known.delete(id);
      this.#guesses.delete(id);
    }
  }

  #read = (wire) => placed(read(wire), this.zone);

  /** The person lives in another zone: what has a moment is due at another time there. */
  #move(zone) {
    if (zone === this.zone) return;
    this.zone = zone;
    for (const [id, row] of this.#known) {
      if (row.at !== null) this.#known.set(id, placed({ ...row }, zone));
    }
  }

  /** Keep the rows themselves in order, so that sorting them again costs little. */
  #settle() {
    const rows = [...this.#known.values()].sort(ORDERS[this.#order]);
    this.#known = new Map(rows.map((row) => [row.id, row]));
  }

  #arrange() {
    const shown = (row) => {
      const guess = this.#guesses.get(row.id);
      return guess ? { ...row, ...guess } : row;
    };
    const rows = Array.from(this.#known.values(), shown).filter((row) => !row.hidden);
    this.rows = rows.sort(ORDERS[this.#order]);
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

export const store = new TodoStore();
