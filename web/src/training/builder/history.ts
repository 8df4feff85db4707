/** A value with what it was before, and with what was undone. */
export interface History<T> {
  past: T[];
  now: T;
  future: T[];
}

const MOST_STEPS = 200;

export type Step<T> = { kind: "edit"; edit: (now: T) => T } | { kind: "undo" | "redo" };

export function startHistory<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

export function step<T>(history: History<T>, action: Step<T>): History<T> {
  const { past, now, future } = history;
  if (action.kind === "edit") {
    const next = action.edit(now);
    return next === now ? history : { past: [...past, now].slice(-MOST_STEPS), now: next, future: [] };
  }
  if (action.kind === "undo") {
    const before = past.at(-1);
    return before === undefined
      ? history
      : { past: past.slice(0, -1), now: before, future: [now, ...future] };
  }
  const [after, ...later] = future;
  return after === undefined ? history : { past: [...past, now], now: after, future: later };
}
