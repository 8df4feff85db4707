import { useCallback, useEffect, useState } from "react";
import { useUserId } from "../../../account/session";
import { keepRest, keptRest, type Rest, secondsLeft } from "./restTimer";

const VIBRATION = [200, 100, 200];

/** The rest that runs on this device, and how to change it. `onOver` is called at its end while the page is open. */
export function useRest(onOver: () => void): [Rest | null, number, (rest: Rest | null) => void] {
  const userId = useUserId();
  const [rest, setRest] = useState(() => keptRest(localStorage, userId, Date.now()));
  const [now, setNow] = useState(Date.now);
  const change = useCallback(
    (next: Rest | null) => {
      keepRest(localStorage, userId, next);
      setNow(Date.now());
      setRest(next);
    },
    [userId],
  );
  useEffect(() => {
    if (!rest) return;
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick); // a locked screen ran no timer
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [rest]);
  const isOver = rest !== null && secondsLeft(rest, now) <= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each rest
  useEffect(() => {
    if (isOver && rest && Date.now() - rest.endsAt < 60_000) onOver();
  }, [isOver, rest?.endsAt]);
  return [rest, now, change];
}

/** Tells that a rest is over, as far as the device allows it. */
export async function tellOver(title: string): Promise<void> {
  navigator.vibrate?.(VIBRATION);
  if (document.visibilityState === "visible" || !mayNotify()) return;
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.showNotification(title, { tag: "rest" });
}

export function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

export function mayAskToNotify(): boolean {
  return "Notification" in window && Notification.permission === "default";
}
