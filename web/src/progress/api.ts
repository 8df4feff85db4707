import type { Day } from "../foundation/calendar";
import type { Database, Enum, Row } from "../foundation/database";
import { asRequestError, RequestError, unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";
import { type DayMark, type DayState, stateOf } from "./dayMarks";
import { type EventData, type EventOf, type EventType, inReadingOrder, type ProgressEvent } from "./events";
import type { Facts } from "./facts";
import { cursorAfter, type FeedCursor, type FeedPage } from "./feedPages";
import type { PlanConfig } from "./planConfig";

/** A log with the events read from it. */
export type Log = Omit<Row<"logs">, "media_urls"> & { media_urls: string[]; events: ProgressEvent[] };
export type LogSource = Enum<"log_source">;
/** A day's calories against the range that was their target. */
export type CalorieStatus = "within" | "above" | "below";
export type SeriesDay = Omit<
  Database["public"]["Functions"]["progress_series"]["Returns"][number],
  "calorie_status"
> & { calorie_status: CalorieStatus | null };
/** A weekly report as the client was sent it. */
export type SentReport = Row<"sent_reports">;

/** An event as it was. */
export type EventVersion = Omit<Row<"event_versions">, "data_json"> & {
  data_json: EventData[EventType];
  by: Pick<Row<"profiles">, "full_name"> | null;
};

export interface NewLog {
  clientId: string;
  text: string | null;
  mediaPaths: string[];
  source: LogSource;
  /** When it was written. Null means now, by the server's clock. */
  writtenAt: string | null;
  /** Of the client when it was written. Absent: the one they have now. */
  timeZone?: string;
  /** A second insert with the same id is the same log. */
  requestId: string;
}

const BUCKET = "log-media";
const LOG = "*, events:progress_events(*)";
const PAGE_SIZE = 30;
const MAX_DAY_STATES = 400;

/** Whether the account no longer sees the client. Throws when it cannot be known now. */
export async function isGone(clientId: string): Promise<boolean> {
  const seen = await unwrap(supabase().from("clients").select("id").eq("id", clientId));
  return seen.length === 0;
}

/** The newest logs before `cursor`, with the events read from each. */
export async function fetchFeed(clientId: string, cursor: FeedCursor | null): Promise<FeedPage<Log>> {
  const page = supabase().rpc(
    "feed_page",
    {
      client_id: clientId,
      page_size: PAGE_SIZE,
      ...(cursor && { before_time: cursor.createdAt, before_id: cursor.id }),
    },
    { get: true },
  );
  const logs = ((await unwrap(page)) as unknown as Parameters<typeof asLog>[0][]).map(asLog);
  return { logs, next: cursorAfter(logs, PAGE_SIZE) };
}

export async function fetchLogs(ids: string[]): Promise<Log[]> {
  return (await unwrap(supabase().from("logs").select(LOG).in("id", ids))).map(asLog);
}

/** The newest logs that wait for a person, or could not be read, of all clients whom the caller sees. */
export async function fetchLogsToReview(limit: number): Promise<Log[]> {
  const logs = await unwrap(
    supabase()
      .from("logs")
      .select(LOG)
      .in("ai_status", ["needs_review", "failed"])
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(limit),
  );
  return logs.map(asLog);
}

/** Stores a log once, however often it is called with the same `requestId`. */
export async function insertLog(log: NewLog): Promise<Log> {
  const row = {
    client_id: log.clientId,
    raw_text: log.text,
    media_urls: log.mediaPaths,
    source: log.source,
    client_request_id: log.requestId,
    ...(log.writtenAt && { created_at: log.writtenAt }),
    ...(log.timeZone && { timezone: log.timeZone }),
  };
  await unwrap(
    supabase()
      .from("logs")
      // The types also ask for columns that the database sets and callers must not.
      .upsert(row as typeof row & Pick<Row<"logs">, "author_type" | "local_date_for_client" | "timezone">, {
        onConflict: "client_id,client_request_id",
        ignoreDuplicates: true,
      }),
  );
  const stored = supabase()
    .from("logs")
    .select(LOG)
    .eq("client_id", log.clientId)
    .eq("client_request_id", log.requestId)
    .single();
  return asLog(await unwrap(stored));
}

/** Uploads a file of a log. A file that is already there comes from an earlier attempt, as names are never reused. */
export async function uploadMedia(path: string, file: Blob): Promise<void> {
  const { error } = await supabase().storage.from(BUCKET).upload(path, file, { contentType: file.type });
  if (!error) return;
  const refusal = asRequestError(error);
  if (refusal.status === 409) return;
  // Storage answers a session that has run out with 400.
  throw /\bjwt\b/i.test(refusal.message) ? new RequestError(401, refusal.code, refusal.message) : refusal;
}

/** Links to pictures, valid for `seconds`, by path; a path that cannot be read is left out. */
export async function signMedia(paths: string[], seconds: number): Promise<Map<string, string>> {
  const { data, error } = await supabase().storage.from(BUCKET).createSignedUrls(paths, seconds);
  if (error) throw asRequestError(error);
  return new Map(data.flatMap(({ path, signedUrl }) => (path && signedUrl ? [[path, signedUrl]] : [])));
}

/** Reads a log again. */
export async function retryLog(logId: string): Promise<void> {
  await unwrap(supabase().rpc("retry_log", { log_id: logId }));
}

/** Deletes an entry that the caller wrote, with its events and pictures. */
export async function deleteLog(logId: string): Promise<void> {
  await unwrap(supabase().rpc("delete_log", { log_id: logId }));
}

/** Deletes one picture of an entry that the caller wrote. The entry is read again without it. */
export async function deletePicture(logId: string, path: string): Promise<void> {
  await unwrap(supabase().rpc("delete_picture", { log_id: logId, path }));
}

/** What people have said of days as a whole. */
export async function fetchDayStates(clientId: string): Promise<DayState[]> {
  return unwrap(
    supabase()
      .from("day_states")
      .select("*")
      .eq("client_id", clientId)
      .order("day", { ascending: false })
      .limit(MAX_DAY_STATES),
  );
}

/** Says something of a day as a whole, or takes it back. `seenAt`: when the mark was made that it replaces. */
export async function setDayState(
  clientId: string,
  day: Day,
  mark: DayMark | null,
  seenAt: string | undefined,
): Promise<void> {
  const { state, reason } = mark ? stateOf(mark) : { state: null, reason: null };
  await unwrap(
    supabase().rpc("set_day_state", {
      client_id: clientId,
      day,
      ...(state && { state }),
      ...(reason && { reason }),
      ...(seenAt && { seen_at: seenAt }),
    }),
  );
}

/** Dismisses what was not understood in a log. */
export async function settleLog(logId: string): Promise<void> {
  await unwrap(supabase().rpc("settle_log", { log_id: logId }));
}

// A decision says which version of the event it is about: on an old one it is refused, see `conflictIn`.

export async function confirmEvent({ id, version }: ProgressEvent): Promise<ProgressEvent> {
  return asEvent(await unwrap(supabase().rpc("confirm_event", { event_id: id, version })));
}

export async function rejectEvent({ id, version }: ProgressEvent): Promise<ProgressEvent> {
  return asEvent(await unwrap(supabase().rpc("reject_event", { event_id: id, version })));
}

export async function correctEvent<T extends EventType>(
  { id, version }: Pick<ProgressEvent, "id" | "version">,
  data: EventData[T],
  day?: Day,
): Promise<ProgressEvent> {
  const corrected = supabase().rpc("correct_event", {
    event_id: id,
    version,
    data: data as object as Row<"progress_events">["data_json"],
    ...(day && { date: day }),
  });
  return asEvent(await unwrap(corrected));
}

/** Rejects all events of a log at once. */
export async function rejectLog({ id, events }: Log): Promise<ProgressEvent[]> {
  const versions = Object.fromEntries(events.map((event) => [event.id, event.version]));
  return (await unwrap(supabase().rpc("reject_log", { log_id: id, versions }))).map(asEvent);
}

/** Brings back what the last rejection of a log took, as it was. */
export async function restoreLog({ id }: Log): Promise<ProgressEvent[]> {
  return (await unwrap(supabase().rpc("restore_log", { log_id: id }))).map(asEvent);
}

/** Adds what a log says and reading has missed. It is about the log as it was seen: one that was read again is refused. */
export async function addEvent(
  log: Pick<Log, "id" | "processed_at">,
  type: EventType,
  data: EventData[EventType],
  day: Day,
): Promise<ProgressEvent> {
  const added = supabase().rpc("add_event", {
    log_id: log.id,
    type,
    data: data as object as Row<"progress_events">["data_json"],
    date: day,
    ...(log.processed_at && { read_at: log.processed_at }),
  });
  return asEvent(await unwrap(added));
}

/** Takes back the caller's last decision on an event. */
export async function undoDecision({ id, version }: ProgressEvent): Promise<ProgressEvent> {
  return asEvent(await unwrap(supabase().rpc("undo_decision", { event_id: id, version })));
}

/** Takes back `settleLog`. */
export async function reopenLog(logId: string): Promise<void> {
  await unwrap(supabase().rpc("reopen_log", { log_id: logId }));
}

/** Beyond which nobody can confirm a measurement, by its name. Null: anything can be. */
export type HardLimits = Map<string, { low: number | null; high: number | null }>;

export async function fetchLimits(): Promise<HardLimits> {
  const rows = await unwrap(supabase().from("metric_limits").select("metric, hard_low, hard_high"));
  return new Map(rows.map(({ metric, hard_low, hard_high }) => [metric, { low: hard_low, high: hard_high }]));
}

/** What an event was before, newest first, and who had decided so. */
export async function fetchVersions(eventId: string): Promise<EventVersion[]> {
  const rows = await unwrap(
    supabase()
      .from("event_versions")
      .select("*, by:profiles(full_name)")
      .eq("event_id", eventId)
      .order("version", { ascending: false }),
  );
  return rows as object[] as EventVersion[];
}

/** A plan with its targets. */
export type ActivePlan = Omit<Row<"plans">, "config_json"> & { config_json: PlanConfig };

/** The plans in force today: none, one, or one for nutrition and one for training. */
export async function fetchActivePlans(clientId: string): Promise<ActivePlan[]> {
  const plans = supabase().rpc("active_plan", { client_id: clientId }, { get: true });
  return (await unwrap(plans)) as object[] as ActivePlan[];
}

/** One row per local day: what was measured, and the targets in force. */
export async function fetchSeries(clientId: string, from: Day, to: Day): Promise<SeriesDay[]> {
  const series = supabase().rpc("progress_series", { client_id: clientId, from, to }, { get: true });
  return (await unwrap(series)) as SeriesDay[];
}

/** What the days of a period amount to. */
export async function fetchSummary(clientId: string, from: Day, to: Day): Promise<Facts> {
  const summary = supabase().rpc("progress_summary", { client_id: clientId, from, to }, { get: true });
  return (await unwrap(summary)) as object as Facts;
}

/** The weight that coach and client have agreed on, in the version of the client's row that was seen. */
export type Goal = Pick<Row<"clients">, "goal_weight_kg" | "version">;

export async function fetchGoal(clientId: string): Promise<Goal> {
  return unwrap(supabase().from("clients").select("goal_weight_kg, version").eq("id", clientId).single());
}

export async function setGoal(clientId: string, goal: Goal): Promise<void> {
  await unwrap(supabase().from("clients").update(goal).eq("id", clientId).select("id").single());
}

/** The newest events of a type that count, newest first. */
export async function fetchEvents<T extends EventType>(
  clientId: string,
  type: T,
  { since, limit }: { since?: Day; limit: number },
): Promise<EventOf<T>[]> {
  let query = supabase()
    .from("progress_events")
    .select("*")
    .eq("client_id", clientId)
    .eq("event_type", type)
    .in("status", ["auto", "confirmed", "corrected"])
    .order("date_for_metric", { ascending: false })
    .order("logged_at", { ascending: false })
    .limit(limit);
  if (since) query = query.gte("date_for_metric", since);
  return (await unwrap(query)) as object[] as EventOf<T>[];
}

/** The newest weekly reports that were sent: the newest week first, and of a week the last sending. */
export async function fetchSentReports(clientId: string, limit: number): Promise<SentReport[]> {
  return unwrap(
    supabase()
      .from("sent_reports")
      .select("*")
      .eq("client_id", clientId)
      .order("week_start", { ascending: false })
      .order("sent_at", { ascending: false })
      .limit(limit),
  );
}

/** Notes that the client has opened a report. */
export async function openReport({ id }: SentReport): Promise<void> {
  await unwrap(supabase().rpc("open_report", { sent_id: id }));
}

// data_json and media_urls are JSON columns. The database guarantees their formats, which the generated types do not know.

function asLog(row: Row<"logs"> & { events: Row<"progress_events">[] }): Log {
  return {
    ...row,
    media_urls: row.media_urls as string[],
    events: row.events.map(asEvent).sort(inReadingOrder),
  };
}

function asEvent(row: Row<"progress_events">): ProgressEvent {
  return row as object as ProgressEvent;
}
