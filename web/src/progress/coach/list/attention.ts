import type { ClientOverview } from "../api";
import type { Flags } from "../facts";

/** Something a coach may have to do something about, in the order of urgency. */
export type Reason =
  | { code: "silent"; count: number }
  | { code: "over" }
  | { code: "under" }
  | { code: "reviews"; count: number }
  | { code: "gap" }
  | { code: "missing"; count: number }
  | { code: "nothingYet" }
  | { code: "notJoined" }
  | { code: "invited" };

export type ReasonCode = Reason["code"];

const URGENCY: Record<ReasonCode, number> = {
  silent: 8,
  over: 6,
  under: 6,
  reviews: 4,
  gap: 2,
  missing: 1,
  nothingYet: 3,
  notJoined: 1,
  invited: 1,
};

const SILENT_DAYS = 3;

/** Why a client may need their coach, the most urgent first. */
export function reasons(client: ClientOverview): Reason[] {
  const { flags } = client;
  const found: Reason[] = [];
  const silent = client.days_without_data !== null && client.days_without_data >= SILENT_DAYS;
  if (silent) found.push({ code: "silent", count: client.days_without_data ?? 0 });
  if (flags.consistent_over_target) found.push({ code: "over" });
  if (flags.consistent_under_target) found.push({ code: "under" });
  if (client.open_reviews > 0) found.push({ code: "reviews", count: client.open_reviews });
  if (client.days_without_data === null) {
    found.push({
      code: client.has_account ? "nothingYet" : client.has_open_invite ? "invited" : "notJoined",
    });
  } else if (!silent) {
    found.push(...gaps(flags));
  }
  return found.sort((a, b) => URGENCY[b.code] - URGENCY[a.code]);
}

/** The flags of any period as reasons. */
export function flagReasons(flags: Flags): Reason[] {
  const found: Reason[] = [];
  if (flags.consistent_over_target) found.push({ code: "over" });
  if (flags.consistent_under_target) found.push({ code: "under" });
  return [...found, ...gaps(flags)];
}

function gaps(flags: Flags): Reason[] {
  if (flags.no_data_streak) return [{ code: "gap" }];
  return flags.missing_data_days > 0 ? [{ code: "missing", count: flags.missing_data_days }] : [];
}

export function isUrgent(reason: Reason): boolean {
  return URGENCY[reason.code] >= URGENCY.reviews;
}

/** How much a client needs their coach: by all reasons together; where they are alike, by how long they are silent. */
export function urgency(client: ClientOverview): number {
  const needs = reasons(client).reduce((sum, reason) => sum + URGENCY[reason.code], 0);
  return needs + Math.min(client.days_without_data ?? 0, 999) / 1000;
}
