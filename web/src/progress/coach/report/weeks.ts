import { addDays, type Day, daysBetween, weekStart } from "../../../foundation/calendar";
import { isDay } from "../insights/period";

const WEEKS = 26;
const CHART_DAYS = 28;

/** The week whose report is shown first: the last one that is over, in the client's calendar. */
export function lastCompletedWeek(today: Day): Day {
  return addDays(weekStart(today), -7);
}

/** Mondays of the weeks to choose from, the running one first, back to the one of `since`. */
export function selectableWeeks(today: Day, since: Day): Day[] {
  const current = weekStart(today);
  const weeks = Array.from({ length: WEEKS }, (_, index) => addDays(current, -7 * index));
  return weeks.filter((week) => week === current || week >= weekStart(since));
}

/** The week that an address asks for, by any of its days. The default where that week has not begun. */
export function weekOf(asked: string | null, today: Day): Day {
  if (!asked || !isDay(asked)) return lastCompletedWeek(today);
  const week = weekStart(asked);
  return week > today ? lastCompletedWeek(today) : week;
}

export function weekEnd(week: Day): Day {
  return addDays(week, 6);
}

/** The days that the charts of a report show. */
export function chartPeriod(week: Day): { from: Day; to: Day } {
  return { from: addDays(week, 7 - CHART_DAYS), to: weekEnd(week) };
}

export function isRunning(week: Day, today: Day): boolean {
  const days = daysBetween(week, today);
  return days >= 0 && days <= 6;
}
