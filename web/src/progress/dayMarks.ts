import type { Row } from "../foundation/database";
import type { SeriesDay } from "./api";

export type DayState = Row<"day_states">;

/** The marks of a day in one list: its state, of an excused day the reason. */
export const DAY_MARKS = ["complete", "partial", "ill", "travelling", "free_day"] as const;
export type DayMark = (typeof DAY_MARKS)[number];

export function markOf({ state, reason }: Pick<DayState, "state" | "reason">): DayMark {
  return state === "excused" ? (reason ?? "free_day") : state;
}

/** The mark of a day of the series. Null: none. */
export function markOfDay({ state, excuse }: Pick<SeriesDay, "state" | "excuse">): DayMark | null {
  return state && markOf({ state, reason: excuse });
}

/** Whether averages and scores leave out a day with this mark. */
export function isLeftOut(mark: DayMark | null): mark is Exclude<DayMark, "complete"> {
  return mark !== null && mark !== "complete";
}

export function stateOf(mark: DayMark): Pick<DayState, "state" | "reason"> {
  return mark === "complete" || mark === "partial"
    ? { state: mark, reason: null }
    : { state: "excused", reason: mark };
}
