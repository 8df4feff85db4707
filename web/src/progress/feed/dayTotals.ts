import { createContext, useContext } from "react";
import { counts, type EventOf, nutrients } from "../events";

/** What a day total does to a food event: it is the total of others, not added because of a total, or added to it. */
export type Standing =
  | { kind: "total"; replaces: number }
  | { kind: "replaced" }
  | { kind: "added"; calories: number; total: number; sum: number };

type Food = Pick<EventOf<"nutrition">, "id" | "date_for_metric" | "logged_at" | "data_json" | "status">;

/**
 * How food events stand to the totals of their days, by id: a total stands for all that was logged before it, and meals
 * logged after it are added.
 */
export function standings(events: Food[]): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const food of byDay(
    events.filter((event) => counts(event) && nutrients(event.data_json).calories !== null),
  )) {
    const total = food.find((event) => event.data_json.scope !== "meal");
    if (!total) continue;
    const before = food.slice(food.indexOf(total) + 1);
    let sum = caloriesOf(total);
    for (const meal of food.slice(0, food.indexOf(total)).reverse()) {
      const calories = caloriesOf(meal);
      found.set(meal.id, { kind: "added", calories, total: sum, sum: sum + calories });
      sum += calories;
    }
    if (before.length > 0) found.set(total.id, { kind: "total", replaces: before.length });
    for (const { id } of before) found.set(id, { kind: "replaced" });
  }
  return found;
}

const caloriesOf = (food: Food) => nutrients(food.data_json).calories ?? 0;

/** Each day's events, the latest first, in the order of the database. */
function byDay(events: Food[]): Food[][] {
  const days = new Map<string, Food[]>();
  for (const event of events)
    days.set(event.date_for_metric, [...(days.get(event.date_for_metric) ?? []), event]);
  return [...days.values()].map((day) =>
    day.sort((a, b) => Date.parse(b.logged_at) - Date.parse(a.logged_at) || b.id.localeCompare(a.id)),
  );
}

const Standings = createContext<Map<string, Standing>>(new Map());

export const StandingsProvider = Standings.Provider;

export function useStanding(eventId: string): Standing | undefined {
  return useContext(Standings).get(eventId);
}
