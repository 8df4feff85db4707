import type { DoneSet, LastSet, SessionExercise, SetValues, Side } from "./document";

/** One line of an exercise: a set that is done or offered. */
export interface SetRow {
  key: string;
  number: number;
  isWarmup: boolean;
  /** Null: both at once. */
  side: Side | null;
  done: DoneSet | null;
  /** What one tap logs. */
  offered: SetValues;
  /** The same set the last time. */
  last: LastSet | null;
}

export interface Extra {
  work: number;
  warmup: number;
  /** Whether each side has a line of its own. */
  bySide?: boolean;
}

const SIDES = ["left", "right"] as const;

const NOTHING: SetValues = { reps: null, kg: null, seconds: null, meters: null, rpe: null };
const WARM_UP = [
  { share: 0.5, reps: 8 },
  { share: 0.7, reps: 5 },
  { share: 0.85, reps: 3 },
];
const WARM_UP_STEP_KG = 2.5;

/** The lines of an exercise: its warm-up sets, then those that are asked for or done, and `extra` ones of either. */
export function setRows(exercise: SessionExercise, extra: Extra): SetRow[] {
  const highest = (isWarmup: boolean) =>
    Math.max(0, ...exercise.done.filter((set) => set.is_warmup === isWarmup).map((set) => set.set_number));
  // Where nothing is asked for, one more set is always offered.
  const asked = hasTarget(exercise) ? exercise.sets : Math.max(exercise.sets, highest(false) + 1);
  return [
    ...rows(exercise, true, Math.max(extra.warmup, highest(true))),
    ...rows(exercise, false, Math.max(asked + extra.work, highest(false)), extra.bySide),
  ];
}

function hasTarget({ reps_min, reps_max, seconds, meters }: SessionExercise): boolean {
  return [reps_min, reps_max, seconds, meters].some((asked) => asked !== null);
}

function rows(exercise: SessionExercise, isWarmup: boolean, count: number, bySide = false): SetRow[] {
  const done = exercise.done.filter((set) => set.is_warmup === isWarmup);
  const past = exercise.last.filter((set) => set.is_warmup === isWarmup);
  const first = (number: number, side: Side | null) =>
    done.find((set) => set.set_number === number && set.side === side) ?? null;
  const row = (number: number, side: Side | null, set = first(number, side)): SetRow => ({
    key: `${isWarmup ? "w" : "s"}${number}${side ?? ""}`,
    number,
    isWarmup,
    side,
    done: set,
    offered: set ?? (isWarmup ? warmUp(exercise, number) : offer(exercise, number, side)),
    last:
      past.find((set) => set.set_number === number && set.side === side) ??
      past.find((set) => set.set_number === number) ??
      null,
  });
  // A set of both sides has one line, also where the others have two.
  const lines = Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => {
    const sides = bySide || SIDES.some((side) => first(number, side));
    return sides && !first(number, null) ? SIDES.map((side) => row(number, side)) : [row(number, null)];
  });
  // Two devices may have logged a set of the same number: the second one stands behind.
  const again = done.filter((set) => !lines.some((line) => line.done === set));
  return [...lines, ...again.map((set, index) => row(count + index + 1, set.side, set))];
}

/** How many sets of work are done: one side is half a set. */
export function setsDone({ done }: Pick<SessionExercise, "done">): number {
  return done.reduce((sum, { is_warmup, side }) => sum + (is_warmup ? 0 : side ? 0.5 : 1), 0);
}

/** The set before it, or what is asked for, or the last time. How hard it was is never assumed. */
function offer(exercise: SessionExercise, number: number, side: Side | null = null): SetValues {
  const work = exercise.done.filter((set) => !set.is_warmup);
  const before = work.findLast(
    (set) => set.set_number < number || (set.set_number === number && side === "right"),
  );
  if (before) return { ...valuesOf(before), rpe: null };
  const past = exercise.last.filter((set) => !set.is_warmup);
  const last = past.find((set) => set.set_number === number) ?? past.at(-1);
  const asked = exercise.reps_max ?? exercise.reps_min;
  const reps = last?.reps ?? asked;
  return {
    reps: reps === null ? null : within(reps, exercise.reps_min, exercise.reps_max),
    kg: exercise.target_kg ?? last?.kg ?? null,
    seconds: exercise.seconds ?? last?.seconds ?? null,
    meters: exercise.meters ?? last?.meters ?? null,
    rpe: null,
  };
}

function warmUp(exercise: SessionExercise, number: number): SetValues {
  const work = offer(exercise, 1);
  const { share, reps } = WARM_UP[Math.min(number, WARM_UP.length) - 1] ?? { share: 0.5, reps: 8 };
  return {
    ...NOTHING,
    kg: work.kg === null ? null : Math.round((work.kg * share) / WARM_UP_STEP_KG) * WARM_UP_STEP_KG,
    reps: work.reps === null ? null : reps,
    seconds: work.seconds,
    meters: work.meters,
  };
}

export function valuesOf({ reps, kg, seconds, meters, rpe }: SetValues): SetValues {
  return { reps, kg, seconds, meters, rpe };
}

function within(value: number, low: number | null, high: number | null): number {
  return Math.min(high ?? value, Math.max(low ?? value, value));
}

/** Exercises that are done in turns stand together. */
export function blocksOf(exercises: SessionExercise[]): SessionExercise[][] {
  const blocks: SessionExercise[][] = [];
  for (const one of exercises.toSorted((a, b) => a.position - b.position)) {
    const open = blocks.at(-1);
    if (open?.[0]?.block === one.block) open.push(one);
    else blocks.push([one]);
  }
  return blocks;
}
