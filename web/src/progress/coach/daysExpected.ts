import type { Facts } from "../facts";

/** The days of a period that have data or lack it. Excused days without data, days before the client
 * joined and days that are not over do neither. */
export function daysExpected({ aggregates, flags }: ExpectedFacts): number {
  return aggregates.days_with_data + flags.missing_data_days.length;
}

interface ExpectedFacts {
  aggregates: Pick<Facts["aggregates"], "days_with_data">;
  flags: Pick<Facts["flags"], "missing_data_days">;
}
