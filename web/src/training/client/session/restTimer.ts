/** A rest between sets. Its end is a moment, so that a locked screen or a closed page changes nothing. */
export interface Rest {
  sessionId: string;
  startedAt: number;
  endsAt: number;
}

/** How long after its end a rest is still shown. */
const SHOWN_AFTER_MS = 10 * 60_000;
const keyOf = (userId: string) => `wellio.rest.${userId}`;

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

export function startRest(sessionId: string, seconds: number, now: number): Rest {
  return { sessionId, startedAt: now, endsAt: now + seconds * 1000 };
}

/** Makes a rest longer or shorter; it ends at once rather than before now. */
export function extendRest(rest: Rest, seconds: number, now: number): Rest {
  return { ...rest, endsAt: Math.max(now, rest.endsAt + seconds * 1000) };
}

/** Seconds until the end; negative when it is over. */
export function secondsLeft({ endsAt }: Rest, now: number): number {
  return Math.ceil((endsAt - now) / 1000);
}

/** 1:05, and +0:20 when the rest has been over for 20 seconds. */
export function clock(seconds: number): string {
  const all = Math.abs(seconds);
  const minutes = Math.floor(all / 60);
  return `${seconds < 0 ? "+" : ""}${minutes}:${String(all % 60).padStart(2, "0")}`;
}

export function keepRest(storage: Storage, userId: string, rest: Rest | null): void {
  if (rest) storage.setItem(keyOf(userId), JSON.stringify(rest));
  else storage.removeItem(keyOf(userId));
}

/** The rest that runs or has just ended. */
export function keptRest(storage: Storage, userId: string, now: number): Rest | null {
  try {
    const rest = JSON.parse(storage.getItem(keyOf(userId)) ?? "null") as Rest | null;
    return rest && now - rest.endsAt < SHOWN_AFTER_MS ? rest : null;
  } catch {
    return null;
  }
}
