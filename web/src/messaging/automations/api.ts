import type { Row } from "../../foundation/database";
import { unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";

export type Automation = Row<"automated_messages">;
export type Trigger = Automation["trigger"];
export type AutomationValues = Pick<
  Automation,
  "name" | "trigger" | "after_days" | "locale" | "condition" | "template" | "quiet_from" | "quiet_to"
>;

export interface Run {
  cause: string;
  due_at: string;
  outcome: Row<"automated_runs">["outcome"];
  reason: string | null;
  client: { name: string } | null;
}

/** Why somebody does not get an automated message, or not at once. */
export type WhyNot =
  | "archived"
  | "other_language"
  | "no_plan"
  | "has_plan"
  | "missing_variable"
  | "wrote_again"
  | "quiet_hours";

export interface Preview {
  client_id: string;
  name: string;
  due_at: string;
  body: string | null;
  reason: WhyNot | null;
}

export async function fetchAutomations(): Promise<Automation[]> {
  return unwrap(supabase().from("automated_messages").select("*").order("created_at"));
}

/** Which automated message is changed, and the version of it that was seen. */
export type Seen = Pick<Automation, "id" | "version">;

export async function saveAutomation(seen: Seen | null, values: AutomationValues): Promise<void> {
  const table = supabase().from("automated_messages");
  if (!seen) await unwrap(table.insert(values));
  else await unwrap(table.update({ ...values, version: seen.version }).eq("id", seen.id));
}

export async function switchAutomation({ id, version }: Seen, isOn: boolean): Promise<void> {
  await unwrap(supabase().from("automated_messages").update({ is_on: isOn, version }).eq("id", id));
}

export async function deleteAutomation(id: string): Promise<void> {
  await unwrap(supabase().from("automated_messages").delete().eq("id", id));
}

/** The newest runs of an automated message: who got it, and why somebody did not. */
export async function fetchRuns(id: string): Promise<Run[]> {
  return unwrap(
    supabase()
      .from("automated_runs")
      .select("cause, due_at, outcome, reason, client:clients(name)")
      .eq("automated_message_id", id)
      .order("due_at", { ascending: false })
      .limit(50),
  );
}

/** What it would have sent within the last 30 days. Sends nothing. */
export async function previewAutomation(values: AutomationValues): Promise<Preview[]> {
  const { locale, name: _, ...others } = values;
  const asked = { ...others, ...(locale && { locale }) };
  return (await unwrap(supabase().rpc("preview_automated_message", asked))) as unknown as Preview[];
}
