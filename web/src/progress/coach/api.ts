import type { Day } from "../../foundation/calendar";
import type { Json, Row, ViewRow } from "../../foundation/database";
import { RequestError, unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";
import type { SentReport } from "../api";
import type { EventOf } from "../events";
import type { Facts, Flags } from "../facts";
import type { PlanConfig } from "../planConfig";

/** A client at a glance: the last seven days, and what waits for a decision. */
export type ClientOverview = Omit<
  ViewRow<"coach_overview">,
  "flags" | "open_reviews" | "has_account" | "has_open_invite"
> & {
  flags: Flags;
  open_reviews: number;
  has_account: boolean;
  has_open_invite: boolean;
};

/** The last four weeks of a client, oldest first; null where there is nothing to show. */
export interface ClientTrends {
  client_id: string;
  weights: [day: Day, kilograms: number][] | null;
  /** The percent of scored days on target, of each seven days that have any. */
  adherence: [lastDay: Day, percent: number][] | null;
}

export type CoachReport = Omit<Row<"weekly_reports">, "plan" | "aggregates" | "flags" | "details"> & {
  /** Null until it has been written. */
  facts: Pick<Facts, "plan" | "aggregates" | "flags"> | null;
  /** What the client was sent of it, newest first. */
  sent: SentReport[];
};
/** What a coach changes of a report. */
export type ReportTexts = Pick<CoachReport, "client_report" | "coach_note">;

export type Plan = Omit<Row<"plans">, "config_json"> & { config_json: PlanConfig };
export type PlanDraft = Pick<Plan, "type" | "title" | "start_date" | "end_date" | "config_json">;
/** Targets that the coach keeps for plans of any client. */
export type PlanTemplate = Pick<Plan, "id" | "type" | "title" | "config_json">;

const MAX_WORKOUTS = 200;

export async function fetchOverview(): Promise<ClientOverview[]> {
  return (await unwrap(supabase().from("coach_overview").select("*"))) as object[] as ClientOverview[];
}

export async function fetchTrends(): Promise<ClientTrends[]> {
  return (await unwrap(supabase().from("coach_trends").select("*"))) as object[] as ClientTrends[];
}

/** Workouts of a period that count, the newest first. */
export async function fetchWorkouts(clientId: string, from: Day, to: Day): Promise<EventOf<"workout">[]> {
  const rows = await unwrap(
    supabase()
      .from("progress_events")
      .select("*")
      .eq("client_id", clientId)
      .eq("event_type", "workout")
      .in("status", ["auto", "confirmed", "corrected"])
      .gte("date_for_metric", from)
      .lte("date_for_metric", to)
      .order("date_for_metric", { ascending: false })
      .order("logged_at", { ascending: false })
      .limit(MAX_WORKOUTS),
  );
  return rows as object[] as EventOf<"workout">[];
}

/** The calls to a model for a client since a day, by day. Days without calls are left out. */
export async function fetchModelCalls(
  clientId: string,
  since: Day,
): Promise<Pick<Row<"ai_usage">, "day" | "calls">[]> {
  return unwrap(supabase().from("ai_usage").select("day, calls").eq("client_id", clientId).gte("day", since));
}

/** The report of a week, for coach and client. Null when nobody has requested it yet. */
export async function fetchReport(clientId: string, weekStart: Day): Promise<CoachReport | null> {
  const row = await unwrap(
    supabase()
      .from("weekly_reports")
      .select("*, sent:sent_reports(*)")
      .eq("client_id", clientId)
      .eq("week_start", weekStart)
      .maybeSingle(),
  );
  if (!row) return null;
  const { plan, aggregates, flags, details: _, sent, ...report } = row;
  return {
    ...report,
    facts: aggregates ? ({ plan, aggregates, flags } as object as CoachReport["facts"]) : null,
    sent: sent.sort((one, other) => other.sent_at.localeCompare(one.sent_at)),
  };
}

/** A report that could not be written. */
export type FailedReport = Pick<
  Row<"weekly_reports">,
  "id" | "client_id" | "week_start" | "week_end" | "version"
>;

/** The reports of all clients that could not be written, the newest first. */
export async function fetchFailedReports(): Promise<FailedReport[]> {
  const rows = supabase().from("weekly_reports").select("id, client_id, week_start, week_end, version");
  return unwrap(rows.eq("status", "failed").order("week_start", { ascending: false }).limit(100));
}

/** `version` is the one that was seen: a change of an old one is refused, see `conflictIn`. */
export async function editReport(
  reportId: string,
  changes: Partial<ReportTexts> & { version: number },
): Promise<void> {
  const updated = supabase().from("weekly_reports").update(changes).eq("id", reportId);
  await unwrap(updated.select("id").single()); // fails when there was nothing to change
}

/** Sends a report to the client as the coach has seen it. */
export async function sendReport({ id, version }: CoachReport): Promise<void> {
  await unwrap(supabase().rpc("send_weekly_report", { report_id: id, version }));
}

/** The day of a client's first entry. Null before there is one. */
export async function fetchFirstDay(clientId: string): Promise<Day | null> {
  const first = supabase()
    .from("logs")
    .select("local_date_for_client")
    .eq("client_id", clientId)
    .order("created_at")
    .limit(1)
    .maybeSingle();
  return (await unwrap(first))?.local_date_for_client ?? null;
}

export async function requestReport(clientId: string, weekStart: Day): Promise<void> {
  await unwrap(supabase().rpc("request_weekly_report", { client_id: clientId, week_start: weekStart }));
}

export async function fetchPlans(clientId: string): Promise<Plan[]> {
  const rows = await unwrap(
    supabase()
      .from("plans")
      .select("*")
      .eq("client_id", clientId)
      .order("start_date", { ascending: false })
      .order("created_at", { ascending: false }),
  );
  return rows as object[] as Plan[];
}

export async function addPlan(clientId: string, draft: PlanDraft): Promise<Plan> {
  const config_json = draft.config_json as Json;
  const added = supabase()
    .from("plans")
    .insert({ ...draft, client_id: clientId, config_json });
  return (await unwrap(added.select().single())) as object as Plan;
}

/** `version` is the one that was seen: a change of an old one is refused, see `conflictIn`. */
export async function updatePlan(
  planId: string,
  changes: Partial<PlanDraft> & { version: number },
): Promise<Plan> {
  const updated = supabase()
    .from("plans")
    .update(changes as Partial<Row<"plans">>)
    .eq("id", planId);
  return (await unwrap(updated.select().single())) as object as Plan; // fails when there was nothing to change
}

/** Deletes a draft as it was seen. One that has changed meanwhile stays. */
export async function deletePlan({ id, version }: Pick<Plan, "id" | "version">): Promise<void> {
  const deleted = await unwrap(
    supabase().from("plans").delete().eq("id", id).eq("version", version).select("id"),
  );
  if (deleted.length > 0) return;
  const [now] = await unwrap(supabase().from("plans").select("*").eq("id", id));
  if (!now) return; // somebody else has deleted it
  if (now.activated_at) {
    throw new RequestError(409, "PT409", "This plan is in force", null, {
      name: "plan_was_in_force",
      args: {},
    });
  }
  const reason = { name: "changed_meanwhile", args: { version: now.version, now, yours: {} } };
  throw new RequestError(409, "PT409", "This has been changed meanwhile", null, reason);
}

export async function fetchTemplates(): Promise<PlanTemplate[]> {
  const rows = await unwrap(
    supabase().from("plan_templates").select("id, type, title, config_json").order("title"),
  );
  return rows as object[] as PlanTemplate[];
}

export async function addTemplate({ type, title, config_json }: Omit<PlanTemplate, "id">): Promise<void> {
  await unwrap(
    supabase()
      .from("plan_templates")
      .insert({ type, title, config_json: config_json as Json }),
  );
}

export async function deleteTemplate(templateId: string): Promise<void> {
  await unwrap(supabase().from("plan_templates").delete().eq("id", templateId));
}

export async function activatePlan({ id, version }: Pick<Plan, "id" | "version">): Promise<void> {
  await unwrap(supabase().rpc("activate_plan", { plan_id: id, version }));
}
