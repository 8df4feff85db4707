import { addDays, type Day } from "../../../foundation/calendar";
import type { SessionRow } from "../api";
import { after, type Step } from "../session/document";

/** The sessions with steps that the server has not stored yet. */
export function withSteps(sessions: SessionRow[], steps: readonly Step[]): SessionRow[] {
  const rows = new Map(sessions.map((session) => [session.id, session]));
  for (const step of steps) {
    const known = rows.get(step.sessionId);
    const then = after(known ? { session: known, completion: known.completion, exercises: [] } : null, step);
    if (then) rows.set(step.sessionId, { ...then.session, completion: then.completion });
  }
  return [...rows.values()];
}

/** The day on which a session stands: planned for, or started on when it belongs to no programme. */
export function dayOf({ scheduled_on, started_at }: SessionRow): Day {
  return scheduled_on ?? started_at?.slice(0, 10) ?? "";
}

export function inWeek(sessions: SessionRow[], monday: Day): SessionRow[] {
  const sunday = addDays(monday, 6);
  return sessions
    .filter((one) => dayOf(one) >= monday && dayOf(one) <= sunday)
    .toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)) || (a.position ?? 99) - (b.position ?? 99));
}

/** What to do now: a session that is under way, else the first one that is not done, else none. */
export function nextSession(sessions: SessionRow[]): SessionRow | null {
  const open = sessions.filter(({ status }) => status === "started");
  const planned = sessions.filter(
    ({ status, scheduled_on }) => status === "planned" && scheduled_on !== null,
  );
  const byDay = (a: SessionRow, b: SessionRow) =>
    dayOf(a).localeCompare(dayOf(b)) || (a.position ?? 0) - (b.position ?? 0);
  return open.toSorted(byDay).at(-1) ?? planned.toSorted(byDay)[0] ?? null;
}

export type Mark = "finished" | "skipped" | "started" | "next" | "late" | "planned";

export function markOf(session: SessionRow, next: SessionRow | null, today: Day): Mark {
  if (session.status !== "planned") return session.status;
  if (session.id === next?.id) return "next";
  return dayOf(session) < today ? "late" : "planned";
}

/** The weeks of a month, each from Monday to Sunday, with the days around it. */
export function weeksOfMonth(month: string): Day[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: Day[][] = [];
  for (let monday = addDays(first, -weekday); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  }
  return weeks;
}

/** The month `months` later, YYYY-MM. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
