import type { CreditEntry } from "./api";

type Entry = Pick<CreditEntry, "id" | "kind" | "cause">;

/** The request by which a coach spent sessions that can still be given back; null where there is none. */
export function returnable({ id, kind, cause }: Entry, history: Entry[]): string | null {
  const [, requestId = null] = /^spend ([\da-f-]{36})$/.exec(cause) ?? [];
  if (kind !== "spent" || !requestId) return null;
  const same = history.filter((entry) => entry.cause === cause);
  if (same.some((entry) => entry.kind === "returned")) return null;
  return same[0]?.id === id ? requestId : null; // one spend may take from several lots, and is given back as a whole
}
