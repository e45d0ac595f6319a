// A moment as the day it was, or will be, where the reader is.
import { dayWords, plain, useToday } from "./todo_dates.js";

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
