import type { SessionExercise } from "../session/document";

const MOST_REPS = 10;
const EASIEST_RPE = 7;

/**
 * The weight that could be lifted once, by Epley's formula. Null where it says little: above 10 repetitions, and for sets
 * that were easier than RPE 7.
 */
export function epley(kg: number | null, reps: number | null, rpe: number | null = null): number | null {
  if (!kg || !reps || reps > MOST_REPS || (rpe !== null && rpe < EASIEST_RPE)) return null;
  return reps === 1 ? kg : kg * (1 + reps / 30);
}

/** Whether this session has the best set there has been of an exercise, by the estimated weight for one repetition. */
export function isRecord({ done, best }: Pick<SessionExercise, "done" | "best">): boolean {
  if (!best?.e1rm) return false;
  const before = best.e1rm;
  return done.some((set) => !set.is_warmup && (epley(set.kg, set.reps, set.rpe) ?? 0) > before + 0.05);
}
