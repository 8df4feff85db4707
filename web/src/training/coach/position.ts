import type { Session } from "../api";

/** How many weeks each phase has, by its sessions. */
export function lengthsOf(sessions: readonly Pick<Session, "phase" | "week">[]): number[] {
  const lengths: number[] = [];
  for (const { phase, week } of sessions) {
    if (phase === null || week === null) continue;
    lengths[phase - 1] = Math.max(lengths[phase - 1] ?? 1, week);
  }
  return Array.from(lengths, (length) => length ?? 1);
}
