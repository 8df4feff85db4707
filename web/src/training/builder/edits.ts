import type {
  BlockKind,
  Target,
  TemplateDocument,
  TemplateExercise,
  TemplatePhase,
  TemplateWorkout,
} from "../document";
import type { ReadExercise, ReadProgram } from "./importText";

// Every edit makes a new document from the one before. One that changes nothing returns the same.

export type Edit = (document: TemplateDocument) => TemplateDocument;

export const MOST_WEEKS = 52;
export const MOST_DAYS = 14;
export const MOST_SETS = 20;

const newId = () => crypto.randomUUID();

export function newPhase(title: string, weeks = 4): TemplatePhase {
  return { id: newId(), title, weeks, workouts: [] };
}

export const NO_TARGET: Target = {
  sets: 3,
  reps_min: 8,
  reps_max: 12,
  seconds: null,
  meters: null,
  load_kind: "none",
  load: null,
  rest_seconds: null,
  tempo: null,
};

function newExercise(exerciseId: string, target: Partial<TemplateExercise> = {}): TemplateExercise {
  const plain = { position: 0, block: 0, block_kind: "single" as const, notes: "", progression: [] };
  return { ...NO_TARGET, ...plain, ...target, id: newId(), exercise_id: exerciseId };
}

export function patchTemplate(patch: Partial<Pick<TemplateDocument, "title" | "description">>): Edit {
  return (document) => ({ ...document, ...patch });
}

export function addPhase(phase: TemplatePhase): Edit {
  return (document) => ({ ...document, phases: [...document.phases, phase] });
}

/** Workouts of weeks that a phase no longer has are deleted. */
export function patchPhase(id: string, patch: Partial<Pick<TemplatePhase, "title" | "weeks">>): Edit {
  return inPhase(id, (phase) => {
    const next = { ...phase, ...patch };
    return { ...next, workouts: next.workouts.filter(({ week }) => week <= next.weeks) };
  });
}

export function removePhase(id: string): Edit {
  return (document) => ({ ...document, phases: document.phases.filter((phase) => phase.id !== id) });
}

export function movePhase(id: string, by: -1 | 1): Edit {
  return (document) => ({ ...document, phases: moved(document.phases, id, by) });
}

/** On the first free day after the last one. */
export function addWorkout(phaseId: string, week: number, title: (day: number) => string): Edit {
  return inPhase(phaseId, (phase) => {
    const days = phase.workouts.filter((one) => one.week === week).map(({ position }) => position);
    const position = Math.max(0, ...days) + 1;
    if (position > MOST_DAYS) return phase;
    const workout = {
      id: newId(),
      week,
      position,
      title: title(position),
      focus: "",
      notes: "",
      exercises: [],
    };
    return { ...phase, workouts: inOrder([...phase.workouts, workout]) };
  });
}

/** A day that is taken changes places with the workout. */
export function patchWorkout(
  id: string,
  patch: Partial<Omit<TemplateWorkout, "id" | "exercises" | "week">>,
): Edit {
  return inPhases((phase) => {
    const workout = phase.workouts.find((one) => one.id === id);
    if (!workout) return phase;
    const { position = workout.position } = patch;
    return {
      ...phase,
      workouts: inOrder(
        phase.workouts.map((one) => {
          if (one.id === id) return { ...one, ...patch };
          const isThere = one.week === workout.week && one.position === position;
          return isThere ? { ...one, position: workout.position } : one;
        }),
      ),
    };
  });
}

export function removeWorkout(id: string): Edit {
  return inPhases((phase) =>
    phase.workouts.some((one) => one.id === id)
      ? { ...phase, workouts: phase.workouts.filter((one) => one.id !== id) }
      : phase,
  );
}

/** The weeks then have what `from` has, under new ids; what they had is gone. */
export function copyWeek(phaseId: string, from: number, to: readonly number[]): Edit {
  return inPhase(phaseId, (phase) => {
    const source = phase.workouts.filter(({ week }) => week === from);
    const others = phase.workouts.filter(({ week }) => !to.includes(week));
    const copies = to.flatMap((week) => source.map((workout) => copied(workout, week)));
    return { ...phase, workouts: inOrder([...others, ...copies]) };
  });
}

function copied(workout: TemplateWorkout, week: number): TemplateWorkout {
  const exercises = workout.exercises.map((one) => ({ ...structuredClone(one), id: newId() }));
  return { ...workout, id: newId(), week, exercises };
}

/** At the end. */
export function addExercise(
  workoutId: string,
  exerciseId: string,
  target: Partial<TemplateExercise> = {},
): Edit {
  return inWorkout(workoutId, (exercises) => {
    const block = Math.max(0, ...exercises.map((one) => one.block)) + 1;
    return [...exercises, newExercise(exerciseId, { ...target, block })];
  });
}

export function patchExercise(id: string, patch: Partial<TemplateExercise>): Edit {
  return ofExercise(id, (exercises) => {
    const now = exercises.find((one) => one.id === id);
    const changes = Object.entries(patch).some(
      ([field, value]) => now?.[field as keyof TemplateExercise] !== value,
    );
    return changes ? exercises.map((one) => (one.id === id ? { ...one, ...patch } : one)) : exercises;
  });
}

export function removeExercise(id: string): Edit {
  return ofExercise(id, (exercises) => exercises.filter((one) => one.id !== id));
}

/** A superset that it parts is none any more. */
export function moveExercise(id: string, by: -1 | 1): Edit {
  return ofExercise(id, (exercises) => moved(exercises, id, by));
}

/** Puts an exercise before another one of any workout. */
export function moveExerciseTo(id: string, beforeId: string): Edit {
  return (document) => {
    const all = document.phases.flatMap(({ workouts }) => workouts.flatMap(({ exercises }) => exercises));
    const exercise = all.find((one) => one.id === id);
    if (!exercise || id === beforeId) return document;
    const without = removeExercise(id)(document);
    return ofExercise(beforeId, (exercises) =>
      exercises.toSpliced(
        exercises.findIndex((one) => one.id === beforeId),
        0,
        { ...exercise, block: 0, block_kind: "single" },
      ),
    )(without);
  };
}

/** Makes one superset or circuit of an exercise and the one before it; "single" takes it out again. */
export function joinBlock(id: string, kind: BlockKind): Edit {
  return ofExercise(id, (exercises) => {
    const at = exercises.findIndex((one) => one.id === id);
    const [before, one] = [exercises[at - 1], exercises[at]];
    if (!one) return exercises;
    if (kind === "single") {
      const alone = exercises.map((other) =>
        other.id === id ? { ...other, block: 0, block_kind: kind } : other,
      );
      // Those behind it stay together, and without those before it.
      const last = Math.max(...exercises.map(({ block }) => block)) + 1;
      return alone.map((other, index) =>
        index > at && other.block === one.block ? { ...other, block: last } : other,
      );
    }
    if (!before) return exercises;
    return exercises.map((other) =>
      other.block === before.block || other.block === one.block
        ? { ...other, block: before.block, block_kind: kind }
        : other,
    );
  });
}

/** What has been read from plain text. `idOf` says which exercise of the library a name is; others are left out. */
export function documentOf(
  program: ReadProgram,
  idOf: (name: string) => string | undefined,
  words: { title: string; phase: (number: number) => string; day: (position: number) => string },
): TemplateDocument {
  const phases = program.phases.map(({ title, weeks }, index): TemplatePhase => {
    const workouts = weeks.flatMap(({ from, to, workouts }) =>
      workouts.flatMap((workout) => {
        const read = {
          id: newId(),
          week: from,
          position: workout.position,
          title: (workout.title || words.day(workout.position)).slice(0, 200),
          focus: "",
          notes: "",
          exercises: exercisesOf(workout.exercises, idOf),
        };
        return [read, ...range(from + 1, to).map((week) => copied(read, week))];
      }),
    );
    const length = Math.max(1, ...weeks.map(({ to }) => to));
    return {
      id: newId(),
      title: title || words.phase(index + 1),
      weeks: length,
      workouts: inOrder(workouts),
    };
  });
  return { id: newId(), title: program.title || words.title, description: "", phases };
}

function exercisesOf(read: ReadExercise[], idOf: (name: string) => string | undefined): TemplateExercise[] {
  let block = 0;
  const exercises = read.flatMap(({ name, label, line, ...target }, index) => {
    const joins = label !== null && (label === "+" || label === read[index - 1]?.label);
    if (!joins) block += 1;
    const id = idOf(name);
    return id ? [newExercise(id, { ...target, block, block_kind: "superset" })] : [];
  });
  return numbered(exercises);
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function inOrder(workouts: TemplateWorkout[]): TemplateWorkout[] {
  return workouts.toSorted((a, b) => a.week - b.week || a.position - b.position);
}

function moved<T extends { id: string }>(items: T[], id: string, by: -1 | 1): T[] {
  const at = items.findIndex((one) => one.id === id);
  const item = items[at];
  if (!item || at + by < 0 || at + by >= items.length) return items;
  return items.toSpliced(at, 1).toSpliced(at + by, 0, item);
}

/** Positions count from 1. Neighbours stay in one block; an exercise alone in its block is single. */
function numbered(exercises: TemplateExercise[]): TemplateExercise[] {
  let block = 0;
  return exercises.map((one, index) => {
    const isWithBefore =
      index > 0 && exercises[index - 1]?.block === one.block && one.block_kind !== "single";
    const isWithNext = exercises[index + 1]?.block === one.block && one.block_kind !== "single";
    if (!isWithBefore) block += 1;
    const kind = isWithBefore || isWithNext ? one.block_kind : "single";
    return { ...one, position: index + 1, block, block_kind: kind };
  });
}

function inPhases(edit: (phase: TemplatePhase) => TemplatePhase): Edit {
  return (document) => {
    const phases = document.phases.map(edit);
    return phases.every((phase, index) => phase === document.phases[index])
      ? document
      : { ...document, phases };
  };
}

function inPhase(id: string, edit: (phase: TemplatePhase) => TemplatePhase): Edit {
  return inPhases((phase) => (phase.id === id ? edit(phase) : phase));
}

function inWorkouts(edit: (exercises: TemplateExercise[], id: string) => TemplateExercise[]): Edit {
  return inPhases((phase) => {
    const workouts = phase.workouts.map((workout) => {
      const exercises = edit(workout.exercises, workout.id);
      return exercises === workout.exercises ? workout : { ...workout, exercises: numbered(exercises) };
    });
    return workouts.every((one, index) => one === phase.workouts[index]) ? phase : { ...phase, workouts };
  });
}

function inWorkout(id: string, edit: (exercises: TemplateExercise[]) => TemplateExercise[]): Edit {
  return inWorkouts((exercises, workoutId) => (workoutId === id ? edit(exercises) : exercises));
}

function ofExercise(id: string, edit: (exercises: TemplateExercise[]) => TemplateExercise[]): Edit {
  return inWorkouts((exercises) => (exercises.some((one) => one.id === id) ? edit(exercises) : exercises));
}
