import { inUnit } from "../../account/weightUnit";
import { type Day, daysBetween } from "../../foundation/calendar";
import type { SeriesDay } from "../api";
import type { WeightUnit } from "../events";

/** A weigh-in in a unit, with the trend on its day. */
export interface WeighIn {
  day: Day;
  value: number;
  trend: number;
  /** How many there are of that day; one is shown. */
  count: number;
}

/** The days with a weight. */
export function weighIns(series: readonly SeriesDay[], unit: WeightUnit): WeighIn[] {
  return series.flatMap(({ day, weight_kg, weight_trend_kg, weights }) =>
    weight_kg === null
      ? []
      : [
          {
            day,
            value: inUnit(weight_kg, unit),
            trend: inUnit(weight_trend_kg ?? weight_kg, unit),
            count: weights ?? 1,
          },
        ],
  );
}

/** Where days and weights stand in a chart of a size, and the weights at its lines. */
export interface WeightScale {
  x(day: Day): number;
  y(value: number): number;
  ticks: number[];
}

interface Frame {
  width: number;
  height: number;
  /** Kept free for the numbers of the axis and for the days. */
  left: number;
  bottom: number;
  top: number;
  right: number;
}

/** The axis goes from a whole number to a whole number around all that is drawn. */
export function weightScale(from: Day, to: Day, values: readonly number[], frame: Frame): WeightScale {
  const low = Math.floor(Math.min(...values) - 0.25);
  const high = Math.max(low + 1, Math.ceil(Math.max(...values) + 0.25));
  const days = Math.max(1, daysBetween(from, to));
  const { width, height, left, right, top, bottom } = frame;
  const step = Math.max(1, Math.ceil((high - low) / 4));
  return {
    x: (day) => left + (daysBetween(from, day) / days) * (width - left - right),
    y: (value) => height - bottom - ((value - low) / (high - low)) * (height - top - bottom),
    ticks: Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step),
  };
}
