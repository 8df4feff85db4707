import { useEffect, useState } from "react";
import { type Day, dayIn } from "../foundation/calendar";

const MINUTE = 60_000;

/** The current day in `timeZone`. It changes at midnight while the page is open. */
export function useToday(timeZone: string): Day {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = () => setNow(new Date());
    const timer = setInterval(tick, MINUTE);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return dayIn(timeZone, now);
}
