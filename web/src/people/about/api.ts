import type { Enum, Row } from "../../foundation/database";
import { unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";

type ProfileRow = Row<"client_profiles">;
export type Profile = Omit<ProfileRow, "client_id" | "updated_at">;
export type ProfileValues = Omit<Profile, "version">;
export type Goal = Pick<Row<"client_goals">, "id" | "title" | "target_date" | "reached_on" | "version">;
export type Assessment = Pick<
  Row<"fitness_assessments">,
  "id" | "kind" | "value" | "unit" | "assessed_on" | "notes"
>;

export interface Contact {
  name: string;
  phone: string;
  relation: string;
}

export interface Health {
  conditions: string;
  injuries: string;
  medications: string;
  allergies: string;
  clearance: Enum<"health_clearance">;
  contacts: Contact[];
  /** 0 while nothing is written. */
  version: number;
}

/** Null while nobody has written one. */
export async function fetchProfile(clientId: string): Promise<Profile | null> {
  return unwrap(
    supabase()
      .from("client_profiles")
      .select("birth_date, sex, height_cm, activity_level, occupation, dietary_preferences, notes, version")
      .eq("client_id", clientId)
      .maybeSingle(),
  );
}

/** `version` is the one that was seen, absent for the first. A change of an old one is refused, see `conflictIn`. */
export async function saveProfile(
  clientId: string,
  values: ProfileValues,
  version: number | undefined,
): Promise<void> {
  const table = supabase().from("client_profiles");
  await unwrap(
    version === undefined
      ? table.insert({ client_id: clientId, ...values })
      : table.update({ ...values, version }).eq("client_id", clientId),
  );
}

export async function fetchGoals(clientId: string): Promise<Goal[]> {
  return unwrap(
    supabase()
      .from("client_goals")
      .select("id, title, target_date, reached_on, version")
      .eq("client_id", clientId)
      .order("created_at")
      .order("id"),
  );
}

export async function addGoal(clientId: string, title: string, targetDate: string | null): Promise<void> {
  await unwrap(
    supabase().from("client_goals").insert({ client_id: clientId, title, target_date: targetDate }),
  );
}

export async function markGoal(
  { id, version }: Pick<Goal, "id" | "version">,
  reachedOn: string | null,
): Promise<void> {
  await unwrap(supabase().from("client_goals").update({ reached_on: reachedOn, version }).eq("id", id));
}

export async function dropGoal(id: string): Promise<void> {
  await unwrap(supabase().from("client_goals").delete().eq("id", id));
}

export async function fetchAssessments(clientId: string): Promise<Assessment[]> {
  return unwrap(
    supabase()
      .from("fitness_assessments")
      .select("id, kind, value, unit, assessed_on, notes")
      .eq("client_id", clientId)
      .order("assessed_on", { ascending: false })
      .order("id")
      .limit(100),
  );
}

export async function addAssessment(
  clientId: string,
  values: Pick<Assessment, "kind" | "value" | "unit" | "assessed_on">,
): Promise<void> {
  await unwrap(
    supabase()
      .from("fitness_assessments")
      .insert({ client_id: clientId, ...values }),
  );
}

export async function removeAssessment(id: string): Promise<void> {
  await unwrap(supabase().from("fitness_assessments").delete().eq("id", id));
}

/** The reading of a coach is recorded. Refused for those with whom the client is only shared. */
export async function readHealth(clientId: string): Promise<Health> {
  return (await unwrap(supabase().rpc("read_health", { client_id: clientId }))) as unknown as Health;
}

export async function saveHealth(clientId: string, { contacts, ...health }: Health): Promise<void> {
  await unwrap(
    supabase().rpc("save_health", {
      client_id: clientId,
      ...health,
      contacts: contacts.map((contact) => ({ ...contact })),
    }),
  );
}
