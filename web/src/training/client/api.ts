import type { Day } from "../../foundation/calendar";
import { unwrap } from "../../foundation/request";
import { supabase, upload } from "../../foundation/supabase";
import type { ExerciseKind, Target } from "../document";
import type { Completion, Exercise, Session, SessionDocument, Step } from "./session/document";

const PHOTOS = "progress-photos";
/** Reads are not counted among what a person may do within a minute. */
const READ = { get: true } as const;

/** Sends a step of a session. May be repeated. */
export async function sendStep({ sessionId, action, writtenAt: at }: Step): Promise<void> {
  const session_id = sessionId;
  switch (action.do) {
    case "create":
      await unwrap(supabase().rpc("start_ad_hoc", { session_id, title: action.title, at }));
      return;
    case "start":
      await unwrap(supabase().rpc("start_session", { session_id, at }));
      return;
    case "skip":
      await unwrap(supabase().rpc("skip_session", { session_id }));
      return;
    case "reopen":
      await unwrap(supabase().rpc("reopen_session", { session_id }));
      return;
    case "finish": {
      const { rpe, notes } = action;
      await unwrap(
        supabase().rpc("finish_session", {
          session_id,
          ...(rpe !== null && { rpe }),
          ...(notes && { notes }),
          at,
        }),
      );
      return;
    }
    case "add":
      await unwrap(
        supabase().rpc("add_session_exercise", {
          session_exercise_id: action.id,
          session_id,
          exercise_id: action.exercise.id,
        }),
      );
      return;
    case "swap":
      await unwrap(
        supabase().rpc("swap_exercise", { session_exercise_id: action.id, exercise_id: action.exercise.id }),
      );
      return;
    case "log": {
      const { reps, kg, seconds, meters, rpe, side, ...set } = action.set;
      const values = Object.entries({ reps, kg, seconds, meters, rpe, side }).filter(
        ([, value]) => value !== null,
      );
      await unwrap(
        supabase().rpc("log_set", {
          session_id,
          session_exercise_id: action.id,
          exercise_id: action.exerciseId,
          ...set,
          ...Object.fromEntries(values),
          done_at: at,
        }),
      );
      return;
    }
    case "note":
      await unwrap(supabase().rpc("note_exercise", { session_exercise_id: action.id, notes: action.notes }));
      return;
    case "undo":
      await unwrap(supabase().rpc("undo_set", { client_request_id: action.setId }));
  }
}

export async function fetchSession(sessionId: string): Promise<SessionDocument> {
  return (await unwrap(
    supabase().rpc("my_session", { session_id: sessionId }, READ),
  )) as unknown as SessionDocument;
}

export interface SessionRow extends Session {
  completion: Completion | null;
}

const MOST_SESSIONS = 500;

/** Sessions of these days, and those outside a programme, in their order. */
export async function fetchSessions(clientId: string, from: Day, to: Day): Promise<SessionRow[]> {
  const rows = await unwrap(
    supabase()
      .from("workout_sessions")
      .select(
        "id, client_id, client_program_id, status, title, focus, notes, phase, week, position, scheduled_on, started_at, finished_at, completion:workout_completions(rpe, notes, duration_min)",
      )
      .eq("client_id", clientId)
      .or(
        `and(scheduled_on.gte.${from},scheduled_on.lte.${to}),and(scheduled_on.is.null,started_at.gte.${from})`,
      )
      .order("scheduled_on")
      .order("position")
      .limit(MOST_SESSIONS),
  );
  return rows as unknown as SessionRow[];
}

export interface Program {
  id: string;
  title: string;
  mode: "static" | "dynamic_progressive";
  status: "active" | "paused" | "completed" | "cancelled";
  start_date: Day;
  phase: number;
  week: number;
  formatted_program: string | null;
}

/** The programme that a client follows, or has followed last. */
export async function fetchProgram(clientId: string): Promise<Program | null> {
  const row = await unwrap(
    supabase()
      .from("client_programs")
      .select("id, title, mode, status, start_date, phase, week, formatted_program")
      .eq("client_id", clientId)
      .in("status", ["active", "paused"])
      .order("assigned_at", { ascending: false })
      .limit(1)
      .maybeSingle(),
  );
  return row as unknown as Program | null;
}

export interface PreviewExercise extends Target {
  name_en: string;
  name_ru: string;
  target_kg: number | null;
}

export interface PreviewSession {
  title: string;
  position: number;
  scheduled_on: Day | null;
  exercises: PreviewExercise[];
}

/** What the next week asks for, as far as it is known today. */
export async function fetchNextWeek(programId: string): Promise<PreviewSession[]> {
  const rows = await unwrap(supabase().rpc("next_week_preview", { program_id: programId }, READ));
  return rows as unknown as PreviewSession[];
}

export interface LibraryExercise extends Exercise {
  aliases: string[];
}

/** All exercises that the account may choose from. Kept on the device, so that one can be added without a connection. */
export async function fetchLibrary(): Promise<LibraryExercise[]> {
  const rows = await unwrap(
    supabase()
      .from("exercises")
      .select("id, name_en, name_ru, aliases, kind, unilateral, equipment")
      .is("archived_at", null)
      .is("merged_into", null)
      .order("id")
      .limit(1000),
  );
  return rows as unknown as LibraryExercise[];
}

export interface HistoryDay {
  day: Day;
  session_id: string;
  sets: number;
  top_kg: number | null;
  top_reps: number | null;
  e1rm: number | null;
  seconds: number | null;
  meters: number | null;
  volume_kg: number | null;
}

/** What a client did in one exercise, a row a session, the oldest first. */
export async function fetchExerciseHistory(clientId: string, exerciseId: string): Promise<HistoryDay[]> {
  const rows = await unwrap(
    supabase()
      .from("exercise_history")
      .select("day, session_id, sets, top_kg, top_reps, e1rm, seconds, meters, volume_kg")
      .eq("client_id", clientId)
      .eq("exercise_id", exerciseId)
      .order("day", { ascending: false })
      .limit(200),
  );
  return (rows as unknown as HistoryDay[]).toReversed();
}

export interface WorkoutRecord {
  exercise_id: string;
  name_en: string;
  name_ru: string;
  kind: ExerciseKind;
  metric: "e1rm" | "max_kg" | "max_reps" | "max_meters" | "max_seconds";
  value: number;
  measured_on: Day;
}

export async function fetchRecords(clientId: string): Promise<WorkoutRecord[]> {
  const rows = await unwrap(
    supabase()
      .from("personal_records")
      .select("exercise_id, name_en, name_ru, kind, metric, value, measured_on")
      .eq("client_id", clientId)
      .order("measured_on", { ascending: false })
      .limit(500),
  );
  return rows as unknown as WorkoutRecord[];
}

export interface MuscleWeek {
  week: Day;
  muscle: string;
  sets: number;
}

export async function fetchMuscleVolume(clientId: string, from: Day): Promise<MuscleWeek[]> {
  const rows = await unwrap(
    supabase()
      .from("weekly_muscle_volume")
      .select("week, muscle, sets")
      .eq("client_id", clientId)
      .gte("week", from)
      .order("week"),
  );
  return rows as unknown as MuscleWeek[];
}

export interface Muscle {
  slug: string;
  name_en: string;
  name_ru: string;
}

export async function fetchMuscles(): Promise<Muscle[]> {
  const rows = await unwrap(
    supabase()
      .from("exercise_categories")
      .select("slug, name_en, name_ru")
      .eq("kind", "muscle")
      .not("slug", "is", null),
  );
  return rows as unknown as Muscle[];
}

export interface Metric {
  id: string;
  metric: string;
  value: number;
  unit: string;
  measured_on: Day;
  note: string;
}

/** What was measured by hand: a 5 km time, a plank. */
export async function fetchMetrics(clientId: string): Promise<Metric[]> {
  return unwrap(
    supabase()
      .from("performance_metrics")
      .select("id, metric, value, unit, measured_on, note")
      .eq("client_id", clientId)
      .is("exercise_id", null)
      .order("measured_on")
      .limit(1000),
  );
}

export type NewMetric = Omit<Metric, "id">;

export async function addMetric(clientId: string, metric: NewMetric): Promise<void> {
  await unwrap(
    supabase()
      .from("performance_metrics")
      .insert({ client_id: clientId, ...metric }),
  );
}

export async function deleteMetric(id: string): Promise<void> {
  await unwrap(supabase().from("performance_metrics").delete().eq("id", id));
}

export const POSES = ["front", "side", "back", "other"] as const;
export type Pose = (typeof POSES)[number];

export interface Photo {
  id: string;
  pose: Pose;
  taken_on: Day;
  path: string;
  shared_with_coach: boolean;
  version: number;
}

export async function fetchPhotos(clientId: string): Promise<Photo[]> {
  const rows = await unwrap(
    supabase()
      .from("progress_photos")
      .select("id, pose, taken_on, path, shared_with_coach, version")
      .eq("client_id", clientId)
      .order("taken_on", { ascending: false })
      .limit(200),
  );
  return rows as unknown as Photo[];
}

/** Uploads a photo and writes down what it shows. Private until the client shares it. */
export async function addPhoto(
  clientId: string,
  { id, pose, takenOn, blob }: { id: string; pose: Pose; takenOn: Day; blob: Blob },
): Promise<void> {
  const path = `${clientId}/${id}.jpg`;
  await upload(PHOTOS, path, blob, () => undefined);
  await unwrap(
    supabase().from("progress_photos").insert({ id, client_id: clientId, pose, taken_on: takenOn, path }),
  );
}

export async function sharePhoto({ id, version }: Photo, shared: boolean): Promise<void> {
  await unwrap(
    supabase()
      .from("progress_photos")
      .update({ shared_with_coach: shared, version })
      .eq("id", id)
      .select("id")
      .single(),
  );
}

export async function deletePhoto({ id, path }: Photo): Promise<void> {
  await unwrap(supabase().from("progress_photos").delete().eq("id", id));
  await supabase().storage.from(PHOTOS).remove([path]);
}

/** Links to private photos by path, valid for `seconds`. */
export async function signPhotos(paths: string[], seconds: number): Promise<Map<string, string>> {
  const { data } = await supabase().storage.from(PHOTOS).createSignedUrls(paths, seconds);
  return new Map((data ?? []).map(({ path, signedUrl }) => [path ?? "", signedUrl ?? ""]));
}

export interface Entry {
  id: string;
  entry_on: Day;
  title: string;
  body: string;
}

export async function fetchEntries(clientId: string): Promise<Entry[]> {
  return unwrap(
    supabase()
      .from("progress_entries")
      .select("id, entry_on, title, body")
      .eq("client_id", clientId)
      .order("entry_on", { ascending: false })
      .limit(200),
  );
}

export async function addEntry(clientId: string, entry: Omit<Entry, "id">): Promise<void> {
  await unwrap(
    supabase()
      .from("progress_entries")
      .insert({ client_id: clientId, ...entry }),
  );
}

export async function deleteEntry(id: string): Promise<void> {
  await unwrap(supabase().from("progress_entries").delete().eq("id", id));
}
