import { addDays, type Day, daysBetween } from "../../../foundation/calendar";

export const PRESETS = [7, 30, 90] as const;
export type Preset = (typeof PRESETS)[number];

export interface Period {
  from: Day;
  to: Day;
  /** Null when the period was chosen by its days. */
  preset: Preset | null;
}

const DEFAULT: Preset = 30;
const MAX_DAYS = 730;

export function lastDays(days: Preset, today: Day): Period {
  return { from: addDays(today, 1 - days), to: today, preset: days };
}

/** Why two days are not a valid period. Null when they are. */
export function periodProblem(
  from: Day,
  to: Day,
  today: Day,
): "missing" | "reversed" | "future" | "long" | null {
  if (!isDay(from) || !isDay(to)) return "missing";
  if (from > to) return "reversed";
  if (to > today) return "future";
  return daysBetween(from, to) > MAX_DAYS ? "long" : null;
}

/** The period that an address asks for (?days=7, ?from=…&to=…). The default where it asks for no valid one. */
export function periodOf(search: URLSearchParams, today: Day): Period {
  const from = search.get("from") ?? "";
  const to = search.get("to") ?? "";
  if (periodProblem(from, to, today) === null) return { from, to, preset: null };
  const days = PRESETS.find((preset) => String(preset) === search.get("days"));
  return lastDays(days ?? DEFAULT, today);
}

/** What `periodOf` reads. */
export function periodSearch(period: Period): Record<string, string> {
  return period.preset ? { days: String(period.preset) } : { from: period.from, to: period.to };
}

export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === text; // no 30 February
}
