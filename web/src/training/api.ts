import type { Json, Row } from "../foundation/database";
import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";
import type { ProgramMode, TemplateDocument } from "./document";
import type { Exercise, Named } from "./exercises";

// The coach's calls, and the search of the library. Those of the client's screens are in client/api.ts.

const READ = { get: true } as const;
/** At most so many ids fit into an address. */
const IDS_AT_ONCE = 100;
export const MOST_FOUND = 200;
/** Own categories stand behind the built-in ones. */
const LAST = 1000;

const EXERCISE =
  "id, coach_id, name_en, name_ru, aliases, kind, movement, primary_muscles, secondary_muscles, equipment, unilateral, video_url, cues, archived_at, version";

export interface ExerciseFilter {
  query?: string;
  movement?: string;
  muscle?: string;
  equipment?: string;
}

/** The best matches first; without a query in the order of their names. */
export async function searchExercises({ query = "", ...of }: ExerciseFilter): Promise<Exercise[]> {
  const chosen = Object.fromEntries(Object.entries(of).filter(([, slug]) => slug !== ""));
  return unwrap(supabase().rpc("search_exercises", { query, max_rows: MOST_FOUND, ...chosen }, READ));
}

export async function fetchExercises(ids: readonly string[]): Promise<Exercise[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, index) =>
    ids.slice(index * IDS_AT_ONCE, (index + 1) * IDS_AT_ONCE),
  );
  const found = await Promise.all(
    parts.map((part) => unwrap(supabase().from("exercises").select(EXERCISE).in("id", part))),
  );
  return found.flat();
}

/** The exercises that each name finds, the best match first. */
export async function matchExercises(names: readonly string[]): Promise<Map<string, Exercise[]>> {
  const found = await Promise.all(
    names.map(async (name) => [name, (await searchExercises({ query: name })).slice(0, 5)] as const),
  );
  return new Map(found);
}

export type Category = Pick<
  Row<"exercise_categories">,
  "id" | "parent_id" | "coach_id" | "kind" | "slug" | "name_en" | "name_ru" | "version"
>;

export async function fetchCategories(): Promise<Category[]> {
  return unwrap(
    supabase()
      .from("exercise_categories")
      .select("id, parent_id, coach_id, kind, slug, name_en, name_ru, version")
      .order("position"),
  );
}

/** Adds an own category, or changes the version of one that the coach has seen. Its kind cannot change. */
export async function saveCategory({
  id,
  version,
  kind,
  ...values
}: Pick<Category, "kind" | "parent_id" | "name_en" | "name_ru"> & {
  id?: string;
  version?: number;
}): Promise<void> {
  const table = supabase().from("exercise_categories");
  if (!id) await unwrap(table.insert({ ...values, kind, position: LAST }));
  else
    await unwrap(
      table
        .update({ ...values, version: version ?? 1 })
        .eq("id", id)
        .select("id")
        .single(),
    );
}

/** Its exercises stay, without it. Those below it are deleted too. */
export async function deleteCategory(id: string): Promise<void> {
  await unwrap(supabase().from("exercise_categories").delete().eq("id", id));
}

export type ExerciseDetails = Pick<
  Exercise,
  | "name_en"
  | "name_ru"
  | "movement"
  | "primary_muscles"
  | "secondary_muscles"
  | "equipment"
  | "kind"
  | "unilateral"
  | "video_url"
  | "cues"
>;

/** Adds an own exercise, or changes the version of one that the coach has seen. What is counted of its sets cannot change. */
export async function saveExercise({
  id,
  version,
  kind,
  ...details
}: ExerciseDetails & { id?: string; version?: number }): Promise<Exercise> {
  const table = supabase().from("exercises");
  if (!id)
    return unwrap(
      table
        .insert({ ...details, kind })
        .select(EXERCISE)
        .single(),
    );
  return unwrap(
    table
      .update({ ...details, version: version ?? 1 })
      .eq("id", id)
      .select(EXERCISE)
      .single(),
  );
}

/** An own exercise with all that another one has. */
export async function copyExercise({ id, name }: { id: string; name: Named }): Promise<Exercise> {
  const [source] = await fetchExercises([id]);
  if (!source) throw new Error("The exercise is gone.");
  const { id: copied_from, coach_id: _coach, archived_at: _at, version: _version, ...details } = source;
  return unwrap(
    supabase()
      .from("exercises")
      .insert({ ...details, ...name, copied_from })
      .select(EXERCISE)
      .single(),
  );
}

export async function fetchHidden(): Promise<string[]> {
  const rows = await unwrap(supabase().from("hidden_exercises").select("exercise_id"));
  return rows.map(({ exercise_id }) => exercise_id);
}

/** A hidden exercise is found by no search of this coach. */
export async function hideExercise({ id, hidden }: { id: string; hidden: boolean }): Promise<void> {
  const table = supabase().from("hidden_exercises");
  await unwrap(hidden ? table.insert({ exercise_id: id }) : table.delete().eq("exercise_id", id));
}

export async function archiveExercise({ id, version }: Pick<Exercise, "id" | "version">): Promise<void> {
  await unwrap(
    supabase()
      .from("exercises")
      .update({ archived_at: new Date().toISOString(), version })
      .eq("id", id)
      .select("id")
      .single(),
  );
}

export async function mergeExercises({ from, into }: { from: string; into: string }): Promise<void> {
  await unwrap(supabase().rpc("merge_exercises", { from_id: from, to_id: into }));
}

export type Template = Pick<
  Row<"program_templates">,
  "id" | "title" | "description" | "version" | "updated_at" | "archived_at"
> & { phases: { weeks: number }[] };

export async function fetchTemplates(): Promise<Template[]> {
  return unwrap(
    supabase()
      .from("program_templates")
      .select("id, title, description, version, updated_at, archived_at, phases:program_phases(weeks)")
      .order("updated_at", { ascending: false })
      .limit(500),
  );
}

export interface SavedTemplate {
  document: TemplateDocument;
  version: number;
}

export async function fetchTemplate(id: string): Promise<SavedTemplate> {
  const saved = await unwrap(supabase().rpc("get_program_template", { template_id: id }, READ));
  const { version, ...document } = saved as unknown as TemplateDocument & { version: number };
  return { document, version };
}

/** Answers the new version. A new template has none before. */
export async function saveTemplate(document: TemplateDocument, version: number | null): Promise<number> {
  return unwrap(
    supabase().rpc("save_program_template", {
      template: document as unknown as Json,
      ...(version !== null && { version }),
    }),
  );
}

export async function copyTemplate(id: string): Promise<string> {
  return unwrap(supabase().rpc("copy_program_template", { template_id: id }));
}

export async function archiveTemplate({
  id,
  version,
  archived,
}: {
  id: string;
  version: number;
  archived: boolean;
}): Promise<void> {
  await unwrap(supabase().rpc("archive_program_template", { template_id: id, version, archived }));
}

export interface Assignment {
  templateId: string;
  clientId: string;
  startDate: string;
  mode: ProgramMode;
  isPaid: boolean;
  firstWeek: number;
}

export async function assignProgram(given: Assignment): Promise<string> {
  return unwrap(
    supabase().rpc("assign_program", {
      template_id: given.templateId,
      client_id: given.clientId,
      start_date: given.startDate,
      mode: given.mode,
      is_paid: given.isPaid,
      first_week: given.firstWeek,
    }),
  );
}

export type Session = Pick<
  Row<"workout_sessions">,
  "id" | "phase" | "week" | "position" | "title" | "focus" | "scheduled_on" | "status" | "overridden"
>;
export type Program = Omit<Row<"client_programs">, "formatted_program"> & { sessions: Session[] };

/** All programmes of a client with their sessions, the newest first. */
export async function fetchPrograms(clientId: string): Promise<Program[]> {
  const rows = await unwrap(
    supabase()
      .from("client_programs")
      .select(
        "*, sessions:workout_sessions(id, phase, week, position, title, focus, scheduled_on, status, overridden)",
      )
      .eq("client_id", clientId)
      .order("assigned_at", { ascending: false })
      .limit(50),
  );
  return rows as unknown as Program[];
}

type Seen = Pick<Program, "id" | "version">;

export async function moveProgram({ id, version }: Seen, phase: number, week: number): Promise<void> {
  await unwrap(supabase().rpc("move_program", { program_id: id, phase, week, version }));
}

export async function pauseProgram({ id, version }: Seen): Promise<void> {
  await unwrap(supabase().rpc("pause_program", { program_id: id, version }));
}

export async function resumeProgram({ id, version }: Seen): Promise<void> {
  await unwrap(supabase().rpc("resume_program", { program_id: id, version }));
}

export async function shiftProgram({ id, version }: Seen, days: number): Promise<void> {
  await unwrap(supabase().rpc("shift_program", { program_id: id, days, version }));
}

export async function cancelProgram({ id, version }: Seen): Promise<void> {
  await unwrap(supabase().rpc("cancel_program", { program_id: id, version }));
}

export async function skipSession(sessionId: string): Promise<void> {
  await unwrap(supabase().rpc("skip_session", { session_id: sessionId }));
}

export async function swapExercise(sessionExerciseId: string, exerciseId: string): Promise<void> {
  await unwrap(
    supabase().rpc("swap_exercise", { session_exercise_id: sessionExerciseId, exercise_id: exerciseId }),
  );
}

export interface TemplateChange {
  client_id: string;
  client_name: string;
  session_id: string | null;
  change: "added" | "removed" | "changed";
  title: string;
  scheduled_on: string | null;
}

/** What applying the newest version of a template would change, for each client who follows it. */
export async function previewTemplateUpdate(templateId: string): Promise<TemplateChange[]> {
  const rows = await unwrap(supabase().rpc("preview_template_update", { template_id: templateId }, READ));
  return rows as unknown as TemplateChange[];
}

export async function applyTemplateUpdate(templateId: string, clientIds: string[]): Promise<void> {
  await unwrap(supabase().rpc("apply_template_update", { template_id: templateId, client_ids: clientIds }));
}
