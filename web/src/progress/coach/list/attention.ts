import { addDays, type Day, dayIn, daysBetween } from "../../../foundation/calendar";
import type { Aggregates, Flags, Run } from "../../facts";
import type { ClientOverview } from "../api";

/** Something that may need the coach, in the order of urgency. */
export type Reason =
  | { code: "silent" | "unwritten" | "over" | "under"; run: Run }
  | { code: "reviews"; count: number }
  | { code: "doubtful" | "missing"; days: Day[] }
  | { code: "off"; days: number; scored: number }
  | { code: "nothingYet" }
  | { code: "neverWrote" }
  | { code: "notJoined" }
  | { code: "invited" };

export type ReasonCode = Reason["code"];

const URGENCY: Record<ReasonCode, number> = {
  silent: 8,
  over: 6,
  under: 6,
  unwritten: 5,
  reviews: 4,
  nothingYet: 3,
  neverWrote: 3,
  doubtful: 2,
  off: 2,
  missing: 1,
  notJoined: 1,
  invited: 1,
};

/** From how many days with calories and a target on their share says something. */
const ENOUGH_SCORED = 3;
/** A smaller share of them on target stands out. */
const GOOD_SHARE = 2 / 3;

/** Why a client may need their coach, the most urgent first. */
export function reasons(client: ClientOverview, now: Date = new Date()): Reason[] {
  const found: Reason[] = [];
  if (client.open_reviews > 0) found.push({ code: "reviews", count: client.open_reviews });
  if (client.last_day_with_data === null) {
    found.push({
      code: client.has_account ? "nothingYet" : client.has_open_invite ? "invited" : "notJoined",
    });
  } else {
    found.push(
      ...factReasons({
        flags: client.flags,
        aggregates: {
          days_scored: client.days_scored ?? 0,
          days_within_calorie_target: client.days_within_calorie_target ?? 0,
        },
      }),
    );
    const silence = ownSilence(client, now);
    if (silence) found.push(silence);
  }
  return found.sort((a, b) => URGENCY[b.code] - URGENCY[a.code]);
}

/** From how many days without an entry of the client's own it is said. As runs of days without data. */
const SILENT_DAYS = 3;

/** There is data, but somebody else has written it. A run of days without data says more, and is told instead. */
function ownSilence(client: ClientOverview, now: Date): Reason | null {
  if (!client.has_account || client.flags.no_data_run) return null;
  if (client.last_own_log_at === null) return { code: "neverWrote" };
  const wrote = dayIn(client.timezone, new Date(client.last_own_log_at));
  const [last = wrote] = [wrote, ...client.flags.excused_days].sort().reverse();
  const run = { from: addDays(last, 1), to: addDays(dayIn(client.timezone, now), -1) };
  return daysBetween(run.from, run.to) + 1 >= SILENT_DAYS ? { code: "unwritten", run } : null;
}

/** The last entry: of those of the client, where there are any; otherwise of those that others have written. */
export function lastEntry(client: ClientOverview): { by: "ownLog" | "othersLog"; at: string | null } {
  const { last_own_log_at: own, last_log_at: any } = client;
  return own ? { by: "ownLog", at: own } : { by: "othersLog", at: any };
}

interface PeriodFacts {
  flags: Flags;
  aggregates: Pick<Aggregates, "days_scored" | "days_within_calorie_target">;
}

/** What stands out in any period. None does not mean that all was well. */
export function factReasons({ flags, aggregates }: PeriodFacts): Reason[] {
  const found: Reason[] = [];
  if (flags.no_data_run) found.push({ code: "silent", run: flags.no_data_run });
  if (flags.over_target_run) found.push({ code: "over", run: flags.over_target_run });
  if (flags.under_target_run) found.push({ code: "under", run: flags.under_target_run });
  if (flags.doubtful_days.length > 0) found.push({ code: "doubtful", days: flags.doubtful_days });
  const { days_scored: scored, days_within_calorie_target: within } = aggregates;
  const isRunTold = flags.over_target_run !== null || flags.under_target_run !== null;
  if (!isRunTold && scored >= ENOUGH_SCORED && within < scored * GOOD_SHARE) {
    found.push({ code: "off", days: scored - within, scored });
  }
  const missing = flags.missing_data_days.filter((day) => !flags.no_data_run || day < flags.no_data_run.from);
  if (missing.length > 0) found.push({ code: "missing", days: missing });
  return found;
}

export function isUrgent(reason: Reason): boolean {
  return URGENCY[reason.code] >= URGENCY.reviews;
}

/** How much a client needs their coach: the sum of all reasons. The longer silence decides between equals. */
export function urgency(client: ClientOverview): number {
  const needs = reasons(client).reduce((sum, reason) => sum + URGENCY[reason.code], 0);
  return needs + Math.min(lengthOf(client.flags.no_data_run), 999) / 1000;
}

function lengthOf(run: Run | null): number {
  return run ? daysBetween(run.from, run.to) + 1 : 0;
}
