import { useEffect, useState } from "react";
import { type Day, dayIn } from "../foundation/calendar";

const MINUTE = 60_000;

/** The day it is in `timeZone`, also after midnight has passed with the page open. */
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
