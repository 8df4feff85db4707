import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Log } from "./api";
import { inReadingOrder, type ProgressEvent } from "./events";
import { type FeedCursor, type FeedPage, withLogs, withNewest } from "./feedPages";

export type FeedData = InfiniteData<FeedPage<Log>, FeedCursor | null>;

export const keys = {
  all: (clientId: string) => ["progress", clientId] as const,
  feed: (clientId: string) => ["progress", clientId, "feed"] as const,
  newest: (clientId: string) => ["progress", clientId, "newest"] as const,
  anyUnsettled: (clientId: string) => ["progress", clientId, "unsettled"] as const,
  unsettled: (clientId: string, ids: string[]) => ["progress", clientId, "unsettled", ids] as const,
  /** Everything that is computed from events. */
  facts: (clientId: string) => ["progress", clientId, "facts"] as const,
  series: (clientId: string, from: string, to: string) =>
    ["progress", clientId, "facts", "series", from, to] as const,
  summary: (clientId: string, from: string, to: string) =>
    ["progress", clientId, "facts", "summary", from, to] as const,
  events: (clientId: string, ...filter: unknown[]) =>
    ["progress", clientId, "facts", "events", ...filter] as const,
  versions: (clientId: string, eventId: string, version: number) =>
    ["progress", clientId, "versions", eventId, version] as const,
  goal: (clientId: string) => ["progress", clientId, "goal"] as const,
  plans: (clientId: string) => ["progress", clientId, "plans"] as const,
  activePlans: (clientId: string) => ["progress", clientId, "active-plans"] as const,
  dayStates: (clientId: string) => ["progress", clientId, "facts", "day-states"] as const,
  firstDay: (clientId: string) => ["progress", clientId, "firstDay"] as const,
  reports: (clientId: string) => ["progress", clientId, "reports"] as const,
  /** What waits for a person, of all clients. */
  reviews: ["progress", "reviews"] as const,
  /** Reports of all clients that could not be written. */
  failedReports: ["progress", "failedReports"] as const,
  /** All clients at a glance. */
  overview: ["progress", "overview"] as const,
  media: (path: string) => ["progress", "media", path] as const,
};

/** Shows newer copies of logs in the feed, new ones included. */
export function putLogs(queryClient: QueryClient, clientId: string, logs: Log[]): void {
  queryClient.setQueryData<FeedData>(
    keys.feed(clientId),
    (feed) => feed && { ...feed, pages: withLogs(feed.pages, logs) },
  );
}

/** Shows the newest page as it is now, without what others have deleted. Returns whether anything has changed. */
export function putNewest(queryClient: QueryClient, clientId: string, newest: FeedPage<Log>): boolean {
  const before = queryClient.getQueryData<FeedData>(keys.feed(clientId));
  queryClient.setQueryData<FeedData>(
    keys.feed(clientId),
    (feed) => feed && { ...feed, pages: withNewest(feed.pages, newest) },
  );
  return queryClient.getQueryData(keys.feed(clientId)) !== before; // equal data stay the same object
}

/** Shows a feed without a log that was deleted. */
export function dropLog(queryClient: QueryClient, clientId: string, logId: string): void {
  queryClient.setQueryData<FeedData>(
    keys.feed(clientId),
    (feed) =>
      feed && {
        ...feed,
        pages: feed.pages.map((page) => ({ ...page, logs: page.logs.filter(({ id }) => id !== logId) })),
      },
  );
}

/** Shows decided events in the feed. A decision on the last doubtful event settles its log, as in the database. */
export function putEvents(queryClient: QueryClient, clientId: string, events: ProgressEvent[]): void {
  const ids = new Set(events.map((event) => event.id));
  queryClient.setQueryData<FeedData>(keys.feed(clientId), (feed) => {
    if (!feed) return feed;
    const touched = feed.pages
      .flatMap((page) => page.logs)
      .filter((log) => log.events.some((event) => ids.has(event.id)))
      .map((log) => withEvents(log, events));
    return { ...feed, pages: withLogs(feed.pages, touched) };
  });
}

/** A log with newer copies of its events, new ones included. */
export function withEvents(log: Log, events: ProgressEvent[]): Log {
  const fresh = new Map(events.filter(({ log_id }) => log_id === log.id).map((event) => [event.id, event]));
  const known = log.events.map((event) => fresh.get(event.id) ?? event);
  const added = [...fresh.values()].filter(({ id }) => !known.some((event) => event.id === id));
  return settled({ ...log, events: [...known, ...added].sort(inReadingOrder) });
}

/** A log of which nobody needs to see any more what was not understood. A value in doubt still waits. */
export function dismissed(log: Log): Log {
  const isOpen = log.ai_status === "needs_review" || log.ai_status === "failed";
  if (!isOpen) return log;
  return settled({ ...log, ai_status: "needs_review", settled_at: new Date().toISOString() });
}

/** A log after a decision: it waits while one of its values does, or what was not understood, as in the database. */
function settled(log: Log): Log {
  if (log.ai_status !== "needs_review" || waits(log)) return log;
  return { ...log, ai_status: "processed", ai_error: null, ai_reasons: [] };
}

function waits(log: Log): boolean {
  return (
    log.events.some((event) => event.status === "needs_review") ||
    (log.ai_error !== null && log.settled_at === null)
  );
}

/** Loads again what a decision on a client's events changes. */
export function refreshDecided(queryClient: QueryClient, clientId: string): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: keys.reviews });
  void queryClient.invalidateQueries({ queryKey: keys.overview });
  return queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
}
