import type { Day } from "../../../foundation/calendar";
import type { CalorieStatus, SeriesDay } from "../../api";

/** Bars and bands as shares of the chart's height, 0 to 1. */
export interface WeekBar {
  day: string;
  calories: number | null;
  estimated: boolean;
  /** open: below the target on a day that is not over. */
  status: CalorieStatus | "open" | "untargeted" | "unlogged";
  height: number;
  band: { low: number; high: number } | null;
}

const HEADROOM = 1.12;

/** A day without calories is unlogged: it has no bar, not one of zero. */
export function weekBars(series: SeriesDay[], today: Day): WeekBar[] {
  const top = HEADROOM * Math.max(1, ...series.flatMap((day) => [day.calories ?? 0, day.calories_high ?? 0]));
  return series.map((day) => ({
    day: day.day,
    calories: day.calories,
    estimated: day.calories_estimated === true,
    status: statusOf(day, today),
    height: (day.calories ?? 0) / top,
    band:
      day.calories_low === null || day.calories_high === null
        ? null
        : { low: day.calories_low / top, high: day.calories_high / top },
  }));
}

function statusOf(day: SeriesDay, today: Day): WeekBar["status"] {
  if (day.calories === null) return "unlogged";
  if (day.calorie_status === "below" && day.day === today) return "open";
  return day.calorie_status ?? "untargeted";
}

/** How many of the days with calories and a target were on target. */
export function adherence(series: SeriesDay[]): { within: number; scored: number } {
  const scored = series.filter((day) => day.calorie_status !== null);
  return { within: scored.filter((day) => day.calorie_status === "within").length, scored: scored.length };
}
