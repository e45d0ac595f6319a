// The time as it goes on: components that show it are drawn again.
import { useEffect, useState } from "react";
import { nowIn } from "./todo_dates.js";

const EVERY = 15_000; // ms

/** What it is now in a zone, or where the browser is: see `nowIn`. */
export function useNow(zone) {
  const [moment, setMoment] = useState(Date.now);
  useEffect(() => {
    const clock = setInterval(() => setMoment(Date.now()), EVERY);
    return () => clearInterval(clock);
  }, []);
  return nowIn(zone, moment);
}

/** Today where the browser is. */
export const useToday = () => useNow(null).today;
