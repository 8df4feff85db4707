import type { TrendPoint } from "./api";

/** By client id. */
export type Trends = Map<string, TrendPoint[]>;

/** Points that came newest first, per client, oldest first; of one day the newest. */
export function trendsByClient(points: readonly TrendPoint[]): Trends {
  const trends: Trends = new Map();
  for (const point of points) {
    const trend = trends.get(point.client_id) ?? [];
    if (trend[0]?.day !== point.day) trend.unshift(point);
    trends.set(point.client_id, trend);
  }
  return trends;
}
