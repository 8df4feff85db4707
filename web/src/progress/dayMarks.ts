import type { Row } from "../foundation/database";

export type DayState = Row<"day_states">;

/** The marks of a day in one list: its state, of an excused day the reason. */
export const DAY_MARKS = ["complete", "partial", "ill", "travelling", "free_day"] as const;
export type DayMark = (typeof DAY_MARKS)[number];

export function markOf({ state, reason }: Pick<DayState, "state" | "reason">): DayMark {
  return state === "excused" ? (reason ?? "free_day") : state;
}

export function stateOf(mark: DayMark): Pick<DayState, "state" | "reason"> {
  return mark === "complete" || mark === "partial"
    ? { state: mark, reason: null }
    : { state: "excused", reason: mark };
}
