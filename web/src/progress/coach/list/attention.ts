import { type Day, daysBetween } from "../../../foundation/calendar";
import type { Aggregates, Flags, Run } from "../../facts";
import type { ClientOverview } from "../api";

/** Something that may need the coach, in the order of urgency. */
export type Reason =
  | { code: "silent" | "over" | "under"; run: Run }
  | { code: "reviews"; count: number }
  | { code: "doubtful" | "missing"; days: Day[] }
  | { code: "off"; days: number; scored: number }
  | { code: "nothingYet" }
  | { code: "notJoined" }
  | { code: "invited" };

export type ReasonCode = Reason["code"];

const URGENCY: Record<ReasonCode, number> = {
  silent: 8,
  over: 6,
  under: 6,
  reviews: 4,
  nothingYet: 3,
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
export function reasons(client: ClientOverview): Reason[] {
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
  }
  return found.sort((a, b) => URGENCY[b.code] - URGENCY[a.code]);
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
