import type { CalorieStatus, SeriesDay } from "../../api";
import { type DayMark, markOfDay } from "../../dayMarks";

/** Bars and bands as shares of the chart's height, 0 to 1. */
export interface WeekBar {
  day: string;
  calories: number | null;
  estimated: boolean;
  /** `open` means that the day is not scored: it is not over, or its sum is doubtful. */
  status: CalorieStatus | "open" | "untargeted" | "unlogged";
  /** What somebody has said of the day as a whole. */
  mark: DayMark | null;
  height: number;
  band: { low: number; high: number } | null;
}

const HEADROOM = 1.12;

/** A day without calories is unlogged. It has no bar, not a bar of zero. */
export function weekBars(series: SeriesDay[]): WeekBar[] {
  const top = HEADROOM * Math.max(1, ...series.flatMap((day) => [day.calories ?? 0, day.calories_high ?? 0]));
  return series.map((day) => ({
    day: day.day,
    calories: day.calories,
    estimated: day.calories_estimated === true,
    status: statusOf(day),
    mark: markOfDay(day),
    height: (day.calories ?? 0) / top,
    band:
      day.calories_low === null || day.calories_high === null
        ? null
        : { low: day.calories_low / top, high: day.calories_high / top },
  }));
}

function statusOf(day: SeriesDay): WeekBar["status"] {
  if (day.calories === null) return "unlogged";
  return day.calorie_status ?? (day.calories_target === null ? "untargeted" : "open");
}
