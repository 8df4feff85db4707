/** Polling is the fallback: slow while changes are announced, fast while they are not. */
const SLOW_MS = 60_000;

let isHearing = false;

/** Says whether changes are announced to this page. */
export function setHearing(hears: boolean): void {
  isHearing = hears;
}

/** How long until the next poll, where it is `fast` without announcements. */
export function pollAfter(fast: number): number {
  return isHearing ? Math.max(SLOW_MS, fast) : fast;
}
