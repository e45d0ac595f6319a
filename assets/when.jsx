// Moments in words, where the reader is: the day it was or will be, or the time as well.
import { useToday } from "./clock.js";
import { dayWords, plain } from "./todo_dates.js";

export function When({ at }) {
  const today = useToday();
  const moment = new Date(at);
  if (!at || Number.isNaN(moment.getTime())) return null;
  return (
    <time dateTime={at} title={moment.toLocaleString("en-GB")}>
      {dayWords(plain(moment), today)}
    </time>
  );
}

/** today, 14:05 or Fri 20 Nov, 14:05. */
export function Moment({ at }) {
  const today = useToday();
  const moment = new Date(at);
  if (!at || Number.isNaN(moment.getTime())) return null;
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return (
    <time dateTime={at} title={moment.toLocaleString("en-GB")}>
      {dayWords(plain(moment), today)}, {time}
    </time>
  );
}
