import type { ClientTrends } from "../api";

/** What the small charts of a client show, oldest first. */
export interface Trends {
  weights: number[];
  /** Percent of scored days on target, of each week that has any. */
  adherence: number[];
}

export function trendsByClient(rows: readonly ClientTrends[]): Map<string, Trends> {
  return new Map(
    rows.map(({ client_id, weights, adherence }) => [
      client_id,
      {
        weights: (weights ?? []).map(([, kilograms]) => kilograms),
        adherence: (adherence ?? []).map(([, percent]) => percent),
      },
    ]),
  );
}
