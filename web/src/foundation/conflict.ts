import { asRequestError } from "./request";

/** An edit of an old version that was refused: what the row is now, and what the edit would have made of it. */
export interface Conflict {
  version: number;
  now: Record<string, unknown>;
  yours: Record<string, unknown>;
  /** Who made the newer version, and when, where that is known. */
  by: string | null;
  at: string | null;
}

/** The conflict of a request that failed. Null for other failures. */
export function conflictIn(error: unknown): Conflict | null {
  if (!error) return null;
  const { reason } = asRequestError(error);
  return reason?.name === "changed_meanwhile" ? (reason.args as object as Conflict) : null;
}
