import type { Day } from "../foundation/calendar";

/** Where a page ended and the next one begins. */
export interface FeedCursor {
  createdAt: string;
  id: string;
}

export interface FeedPage<T> {
  logs: T[];
  next: FeedCursor | null;
}

interface Entry {
  id: string;
  created_at: string;
}

/** The cursor after a page of `size`; null when the page was the last. */
export function cursorAfter(logs: Entry[], size: number): FeedCursor | null {
  const last = logs.at(-1);
  return last && logs.length === size ? { createdAt: last.created_at, id: last.id } : null;
}

/** Newest first, as the database orders them: by time, then by id. */
export function newestFirst(a: Entry, b: Entry): number {
  const times = Date.parse(b.created_at) - Date.parse(a.created_at);
  return times !== 0 ? times : b.id.localeCompare(a.id);
}

/** The pages with the `changed` logs in place of older copies. A new log goes where its time belongs. */
export function withLogs<T extends Entry>(pages: FeedPage<T>[], changed: T[]): FeedPage<T>[] {
  const fresh = new Map(changed.map((log) => [log.id, log]));
  const replaced = pages.map((page) => ({
    ...page,
    logs: page.logs.map((log) => {
      const newer = fresh.get(log.id);
      fresh.delete(log.id);
      return newer ?? log;
    }),
  }));
  for (const log of fresh.values()) {
    // On the first page that reaches further back. A log beyond the last page is loaded with its own page.
    const home = replaced.find(
      (page) => page.next === null || newestFirst(log, page.logs.at(-1) ?? log) <= 0,
    );
    if (home) home.logs = [...home.logs, log].sort(newestFirst);
  }
  return replaced;
}

/**
 * The pages with the newest one loaded again. A log between its first and its last that is not in it any more was deleted;
 * one above the first may have been added meanwhile.
 */
export function withNewest<T extends Entry>(pages: FeedPage<T>[], newest: FeedPage<T>): FeedPage<T>[] {
  const [first, last] = [newest.logs[0], newest.logs.at(-1)];
  const there = new Set(newest.logs.map(({ id }) => id));
  const isGone = (log: T) =>
    !there.has(log.id) &&
    first !== undefined &&
    newestFirst(log, first) > 0 &&
    (newest.next === null || (last !== undefined && newestFirst(log, last) < 0));
  const kept = pages.map((page) => ({ ...page, logs: page.logs.filter((log) => !isGone(log)) }));
  return withLogs(kept, newest.logs);
}

export interface DayGroup<T> {
  day: Day;
  entries: T[];
}

/** Groups neighbours of the same day, in the given order. */
export function groupByDay<T>(entries: T[], dayOf: (entry: T) => Day): DayGroup<T>[] {
  const groups: DayGroup<T>[] = [];
  for (const entry of entries) {
    const day = dayOf(entry);
    const last = groups.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else groups.push({ day, entries: [entry] });
  }
  return groups;
}
