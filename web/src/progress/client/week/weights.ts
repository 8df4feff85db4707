import type { EventData, EventOf } from "../../events";

const KG_PER_LB = 0.45359237;

export function kilograms({ value, unit }: Pick<EventData["weight"], "value" | "unit">): number {
  return unit === "lb" ? value * KG_PER_LB : value;
}

/** The newest event of each day, of events sorted newest first. The facts of a day take the same one. */
export function lastOfEachDay(events: EventOf<"weight">[]): EventOf<"weight">[] {
  return events.filter((event, index) => events[index - 1]?.date_for_metric !== event.date_for_metric);
}
