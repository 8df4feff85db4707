import { addDays, type Day, dayIn } from "../../foundation/calendar";
import type { Log } from "../api";
import type { DayGroup } from "../feedPages";
import type { OutboxEntry } from "../outbox/outbox";

/** Whose diary it is. */
export interface FeedClient {
  id: string;
  timezone: string;
}

/** One line of the diary: a stored log, or an entry that still waits on this device. */
export type TimelineItem =
  | { kind: "log"; key: string; day: Day; at: string; log: Log }
  | { kind: "waiting"; key: string; day: Day; at: string; entry: OutboxEntry };

/** Stored and waiting entries of a client, newest first. An entry that is both is shown as stored. */
export function timeline(logs: Log[], waiting: OutboxEntry[], timeZone: string): TimelineItem[] {
  const stored = new Set(logs.map((log) => log.client_request_id));
  const items: TimelineItem[] = logs.map((log) => ({
    kind: "log",
    key: log.client_request_id ?? log.id,
    day: log.local_date_for_client,
    at: log.created_at,
    log,
  }));
  for (const entry of waiting) {
    if (stored.has(entry.requestId)) continue;
    items.push({
      kind: "waiting",
      key: entry.requestId,
      day: dayIn(entry.timeZone ?? timeZone, new Date(entry.writtenAt)),
      at: entry.writtenAt,
      entry,
    });
  }
  // Stable: logs of the same moment stay in the order of the database.
  return items.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const SHOWN_EMPTY = 7;

/** The days with those of the last week on which nothing was logged, since the oldest one that is shown, or yesterday. */
export function withEmptyDays<T>(days: DayGroup<T>[], today: Day): DayGroup<T>[] {
  const oldest = days.at(-1)?.day;
  if (!oldest) return days;
  const filled = [...days];
  for (let back = 0; back < SHOWN_EMPTY; back++) {
    const day = addDays(today, -back);
    if ((day < oldest && back > 1) || days.some((one) => one.day === day)) continue;
    const place = filled.findIndex((one) => one.day < day);
    filled.splice(place < 0 ? filled.length : place, 0, { day, entries: [] });
  }
  return filled;
}
