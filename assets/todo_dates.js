// Days as people say them, and what is late: as taskpal/todos/days.py decides it.

const DAY = 24 * 3600 * 1000;
const WEEK = 7;

/** A moment as the day it is here: YYYY-MM-DD. */
export const plain = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");

const say = (due, options) =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(new Date(due));

/** Today, Tomorrow, Fri, 12 Dec, 12 Dec 2027. */
export function dueWords(due, today) {
  const days = (Date.parse(due) - Date.parse(today)) / DAY;
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  if (days === -1) return "Yesterday";
  if (days > 1 && days < WEEK) return say(due, { weekday: "short" });
  const year = due.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" };
  return say(due, { day: "numeric", month: "short", ...year });
}

/** today, yesterday, tomorrow, Sun 22 Nov, Sun 22 Nov 2025: inside a sentence. */
export function dayWords(day, today) {
  const near = { 0: "today", 1: "tomorrow", [-1]: "yesterday" };
  const days = (Date.parse(day) - Date.parse(today)) / DAY;
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" };
  const date = say(day, { day: "numeric", month: "short", ...year });
  return near[days] ?? `${say(day, { weekday: "short" })} ${date}`;
}

/** What clocks show at a moment in a zone: {day: "2026-11-30", clock: "17:05"}. */
export function localAt(moment, zone) {
  const [day, clock] = shownIn(zone).format(moment).split(" ");
  return { day, clock };
}

/** This moment, and what clocks show in the zone, or in the browser's. */
export function nowIn(zone, moment = Date.now()) {
  const { day, clock } = localAt(moment, zone);
  return { moment, today: day, local: `${day}T${clock}` };
}

/** Whether the day, the time or, of one with a zone, the moment it was due is past. */
export function isLate({ day, clock, at }, { moment, today, local }) {
  if (at != null) return at < moment;
  if (day == null) return false;
  return clock == null ? day < today : `${day}T${clock}` < local;
}

const formats = new Map();

/** How a zone's clocks are read. One that this browser does not know is its own. */
function shownIn(zone) {
  if (!formats.has(zone)) {
    const options = {
      year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    };
    try {
      formats.set(zone, new Intl.DateTimeFormat("sv-SE", { ...options, timeZone: zone ?? undefined }));
    } catch {
      formats.set(zone, new Intl.DateTimeFormat("sv-SE", options));
    }
  }
  return formats.get(zone);
}
