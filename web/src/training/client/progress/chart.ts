import type { Day } from "../../../foundation/calendar";

/** A value of a day. */
export interface Point {
  key: string;
  day: Day;
  value: number;
}

/** In px. */
export const CHART_HEIGHT = 180;
