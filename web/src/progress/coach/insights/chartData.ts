import type { Day } from "../../../foundation/calendar";
import type { CalorieStatus, SeriesDay } from "../../api";
import { type DayMark, isLeftOut, markOfDay } from "../../dayMarks";

/** Calories of one day; null: not logged, and drawn as a gap. */
export interface CaloriePoint {
  day: Day;
  calories: number | null;
  estimated: boolean;
  target: number | null;
  low: number | null;
  high: number | null;
  status: CalorieStatus | null;
  /** What somebody has said of the day as a whole. */
  mark: DayMark | null;
  /** Why a day has no status, where nobody has left it out. */
  uncounted: "running" | "doubtful" | null;
}

export function caloriePoints(series: readonly SeriesDay[]): CaloriePoint[] {
  return series.map((row) => ({
    day: row.day,
    mark: markOfDay(row),
    calories: row.calories,
    estimated: row.calories_estimated === true,
    target: row.calories_target,
    low: row.calories_low,
    high: row.calories_high,
    status: row.calorie_status,
    uncounted: row.calories_doubtful
      ? "doubtful"
      : row.is_counted || row.calories === null || isLeftOut(markOfDay(row))
        ? null
        : "running",
  }));
}

/** Days in a row with the same target. */
export interface TargetBand {
  from: Day;
  to: Day;
  low: number;
  high: number;
  target: number;
}

export function targetBands(points: readonly CaloriePoint[]): TargetBand[] {
  const bands: TargetBand[] = [];
  let open: TargetBand | null = null;
  for (const { day, low, high, target } of points) {
    if (low === null || high === null || target === null) {
      open = null;
    } else if (open && open.low === low && open.high === high && open.target === target) {
      open.to = day;
    } else {
      open = { from: day, to: day, low, high, target };
      bands.push(open);
    }
  }
  return bands;
}

export interface TargetFrom {
  from: Day;
  target: number | null;
}

/** The calorie targets of a period, each with its first day there. */
export function targetsFrom(series: readonly Pick<SeriesDay, "day" | "calories_target">[]): TargetFrom[] {
  return series
    .map(({ day, calories_target }) => ({ from: day, target: calories_target }))
    .filter(({ target }, index, all) => index === 0 || target !== all[index - 1]?.target);
}

export interface ValuePoint {
  day: Day;
  value: number | null;
  mark: DayMark | null;
}

export type ValueKey = "steps" | "sleep_hours";

export function valuePoints(series: readonly SeriesDay[], key: ValueKey): ValuePoint[] {
  return series.map((row) => ({ day: row.day, value: row[key], mark: markOfDay(row) }));
}

/** Only the days that have a value. */
export function measured(points: readonly ValuePoint[]): (ValuePoint & { value: number })[] {
  return points.flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value }]));
}

/** Round numbers from zero to beyond `top`, at most six. */
export function ticksUpTo(top: number): number[] {
  const step = [100, 200, 500, 1000, 2000, 5000].find((round) => top <= round * 5) ?? 10_000;
  const count = Math.max(1, Math.ceil(top / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
