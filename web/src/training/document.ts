export type ExerciseKind = "weight_reps" | "reps" | "time" | "distance";
export type BlockKind = "single" | "superset" | "circuit";
export type LoadKind = "none" | "kg" | "percent" | "rpe" | "rir";
export type ProgramMode = "static" | "dynamic_progressive";

/** What changes from week to week, as data. */
export interface ProgressionRule {
  kind: "double" | "linear" | "wave" | "deload";
  from_week?: number;
  /** How much is added, in `step_unit`. */
  step?: number;
  step_unit?: "kg" | "percent";
  /** Applied every so many weeks. */
  every?: number;
  /** Of the load, one for each week of a wave. */
  percents?: number[];
  requires_success?: boolean;
  rounding?: number;
}

/** What somebody is asked to do in one exercise. */
export interface Target {
  sets: number;
  reps_min: number | null;
  reps_max: number | null;
  seconds: number | null;
  meters: number | null;
  load_kind: LoadKind;
  load: number | null;
  rest_seconds: number | null;
  tempo: string | null;
}

/** An exercise of a workout. Neighbours with an equal `block` are done in turns. */
export interface TemplateExercise extends Target {
  id: string;
  position: number;
  block: number;
  block_kind: BlockKind;
  exercise_id: string;
  notes: string;
  progression: ProgressionRule[];
}

export interface TemplateWorkout {
  id: string;
  week: number;
  /** The day in the week, from 1; 8 to 14 are second workouts of the days 1 to 7. */
  position: number;
  title: string;
  focus: string;
  notes: string;
  exercises: TemplateExercise[];
}

export interface TemplatePhase {
  id: string;
  title: string;
  weeks: number;
  workouts: TemplateWorkout[];
}

/** A programme as one tree. Its ids are made here, so that they stay the same over edits. */
export interface TemplateDocument {
  id: string;
  title: string;
  description: string;
  phases: TemplatePhase[];
}
