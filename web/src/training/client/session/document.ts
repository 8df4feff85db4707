import type { ExerciseKind, Target } from "../../document";

export type SessionStatus = "planned" | "started" | "finished" | "skipped";

/** What was done in one set. In kilograms, seconds and meters. */
export interface SetValues {
  reps: number | null;
  kg: number | null;
  seconds: number | null;
  meters: number | null;
  rpe: number | null;
}

export type Side = "left" | "right";

export interface LastSet extends SetValues {
  set_number: number;
  is_warmup: boolean;
  /** Where each side is logged by itself: half a set. */
  side: Side | null;
}

export interface DoneSet extends LastSet {
  /** Made by the device. The same set sent again replaces it. */
  client_request_id: string;
}

export interface Exercise {
  id: string;
  name_en: string;
  name_ru: string;
  kind: ExerciseKind;
  unilateral: boolean;
  equipment: string[];
}

export interface Best {
  e1rm: number | null;
  max_kg: number | null;
  max_reps: number | null;
  max_meters: number | null;
  max_seconds: number | null;
}

/** An exercise of a session: what is asked, what is done, and what was done the last time. */
export interface SessionExercise extends Target, Omit<Exercise, "id"> {
  id: string;
  exercise_id: string;
  position: number;
  block: number;
  block_kind: "single" | "superset" | "circuit";
  target_kg: number | null;
  /** The coach's. */
  notes: string | null;
  client_notes: string;
  cues: string | null;
  video_url: string | null;
  swapped_from: string | null;
  done: DoneSet[];
  last_on: string | null;
  last: LastSet[];
  best: Best | null;
}

export interface Session {
  id: string;
  client_id: string;
  client_program_id: string | null;
  status: SessionStatus;
  title: string;
  focus: string | null;
  notes: string | null;
  phase: number | null;
  week: number | null;
  position: number | null;
  scheduled_on: string | null;
  started_at: string | null;
  finished_at: string | null;
}

export interface Completion {
  rpe: number | null;
  notes: string | null;
  duration_min: number | null;
}

/** A session as the phone shows it. */
export interface SessionDocument {
  session: Session;
  completion: Completion | null;
  exercises: SessionExercise[];
}

/** What somebody does in a session. Each is sent as one call, which may be repeated. */
export type Action =
  | { do: "create"; title: string }
  | { do: "start" }
  | { do: "add"; id: string; exercise: Exercise }
  | { do: "swap"; id: string; exercise: Exercise }
  | { do: "log"; id: string; exerciseId: string; set: DoneSet }
  | { do: "undo"; setId: string }
  | { do: "note"; id: string; notes: string }
  | { do: "finish"; rpe: number | null; notes: string | null }
  | { do: "reopen" }
  | { do: "skip" };

export interface Step {
  sessionId: string;
  clientId: string;
  action: Action;
  writtenAt: string;
}

/** The session after a step, as the server will have it. Done twice, a step changes nothing more. */
export function after(document: SessionDocument | null, step: Step): SessionDocument | null {
  const { action, writtenAt: at } = step;
  if (action.do === "create") return document ?? created(step, action.title);
  if (!document) return null;
  const { session, exercises } = document;
  const become = (changes: Partial<Session>): SessionDocument => ({
    ...document,
    session: { ...session, ...changes },
  });
  const started: SessionDocument =
    session.status === "planned" || session.status === "skipped"
      ? become({ status: "started", started_at: session.started_at ?? at })
      : document;
  switch (action.do) {
    case "start":
      return started;
    case "skip":
      return session.status === "planned" ? become({ status: "skipped" }) : document;
    case "finish":
      if (session.status === "finished") return document;
      return {
        ...become({ status: "finished", started_at: session.started_at ?? at, finished_at: at }),
        completion: { rpe: action.rpe, notes: action.notes, duration_min: minutes(session.started_at, at) },
      };
    case "reopen":
      return session.status === "finished" ? become({ status: "started", finished_at: null }) : document;
    case "add":
      if (exercises.some(({ id }) => id === action.id)) return document;
      return { ...started, exercises: [...exercises, added(action.id, action.exercise, exercises)] };
    case "swap":
      return {
        ...document,
        exercises: exercises.map((one) => (one.id === action.id ? swapped(one, action.exercise) : one)),
      };
    case "log":
      return {
        ...started,
        exercises: exercises.map((one) =>
          one.id === action.id ? { ...one, done: withSet(one.done, action.set) } : one,
        ),
      };
    case "note":
      return {
        ...document,
        exercises: exercises.map((one) =>
          one.id === action.id ? { ...one, client_notes: action.notes } : one,
        ),
      };
    case "undo":
      return {
        ...document,
        exercises: exercises.map((one) => ({
          ...one,
          done: one.done.filter(({ client_request_id }) => client_request_id !== action.setId),
        })),
      };
  }
}

export function minutes(from: string | null, to: string): number | null {
  return from === null ? null : Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
}

function withSet(done: DoneSet[], set: DoneSet): DoneSet[] {
  const others = done.filter(({ client_request_id }) => client_request_id !== set.client_request_id);
  return [...others, set].toSorted(
    (a, b) => a.set_number - b.set_number || (a.side ?? "").localeCompare(b.side ?? ""),
  );
}

function created({ sessionId, clientId, writtenAt }: Step, title: string): SessionDocument {
  return {
    session: {
      id: sessionId,
      client_id: clientId,
      client_program_id: null,
      status: "started",
      title,
      focus: null,
      notes: null,
      phase: null,
      week: null,
      position: null,
      scheduled_on: null,
      started_at: writtenAt,
      finished_at: null,
    },
    completion: null,
    exercises: [],
  };
}

const NO_TARGET: Target = {
  sets: 1,
  reps_min: null,
  reps_max: null,
  seconds: null,
  meters: null,
  load_kind: "none",
  load: null,
  rest_seconds: null,
  tempo: null,
};
const NO_PAST = { last_on: null, last: [], best: null, target_kg: null, cues: null, video_url: null };

function added(
  id: string,
  { id: exercise_id, ...exercise }: Exercise,
  before: SessionExercise[],
): SessionExercise {
  return {
    ...NO_TARGET,
    ...NO_PAST,
    ...exercise,
    id,
    exercise_id,
    position: Math.max(0, ...before.map(({ position }) => position)) + 1,
    block: Math.max(0, ...before.map(({ block }) => block)) + 1,
    block_kind: "single",
    notes: null,
    client_notes: "",
    swapped_from: null,
    done: [],
  };
}

/** Another exercise in the same place. Its past is known once the server has answered. */
function swapped(one: SessionExercise, { id: exercise_id, ...exercise }: Exercise): SessionExercise {
  if (one.exercise_id === exercise_id) return one;
  return { ...one, ...NO_PAST, ...exercise, exercise_id, swapped_from: one.swapped_from ?? one.exercise_id };
}
