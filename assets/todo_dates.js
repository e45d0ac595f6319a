// Days as people say them. A due date is a plain day, compared with today where they are.
import { useEffect, useState } from "react";

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

/** Whether a day is "late", "today" or "ahead". */
export const dueWhen = (due, today) =>
  due < today ? "late" : due === today ? "today" : "ahead";

/** Today as YYYY-MM-DD; the component is drawn again when the day turns. */
export function useToday() {
  const [today, setToday] = useState(() => plain(new Date()));
  useEffect(() => {
    const clock = setInterval(() => setToday(plain(new Date())), 30_000);
    return () => clearInterval(clock);
  }, []);
  return today;
}
