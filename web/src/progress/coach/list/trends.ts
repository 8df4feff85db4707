import { addDays } from "../../../foundation/calendar";
import type { ClientTrends } from "../api";

/** What the small charts of a client show, oldest first. */
export interface Trends {
  weights: number[];
  /** Percent of scored days on target, of each week that has any; weeks end with the newest day. */
  adherence: number[];
}

const WEEK = 7;

export function trendsByClient(rows: readonly ClientTrends[]): Map<string, Trends> {
  return new Map(
    rows.map(({ client_id, weights, calories }) => [
      client_id,
      { weights: (weights ?? []).map(([, kilograms]) => kilograms), adherence: adherence(calories ?? []) },
    ]),
  );
}

function adherence(calories: NonNullable<ClientTrends["calories"]>): number[] {
  const scored = calories.filter(([, , status]) => status !== null);
  const weeks: number[] = [];
  for (let end = scored.at(-1)?.[0]; end; end = lastBefore(addDays(end, 1 - WEEK))) {
    const from = addDays(end, 1 - WEEK);
    const week = scored.filter(([day]) => day >= from && day <= (end as string));
    const within = week.filter(([, , status]) => status === "within").length;
    weeks.unshift(Math.round((100 * within) / week.length));
  }
  return weeks;

  function lastBefore(day: string): string | undefined {
    return scored.findLast(([other]) => other < day)?.[0];
  }
}
