import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Log } from "./api";
import type { ProgressEvent } from "./events";
import { type FeedCursor, type FeedPage, withLogs } from "./feedPages";

export type FeedData = InfiniteData<FeedPage<Log>, FeedCursor | null>;

export const keys = {
  all: (clientId: string) => ["progress", clientId] as const,
  feed: (clientId: string) => ["progress", clientId, "feed"] as const,
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
  reports: (clientId: string) => ["progress", clientId, "reports"] as const,
  media: (path: string) => ["progress", "media", path] as const,
};

/** Shows newer copies of logs in the feed, new ones included. */
export function putLogs(queryClient: QueryClient, clientId: string, logs: Log[]): void {
  queryClient.setQueryData<FeedData>(
    keys.feed(clientId),
    (feed) => feed && { ...feed, pages: withLogs(feed.pages, logs) },
  );
}

/** Shows decided events in the feed. A decision on the last doubtful event settles its log, as in the database. */
export function putEvents(queryClient: QueryClient, clientId: string, events: ProgressEvent[]): void {
  const fresh = new Map(events.map((event) => [event.id, event]));
  queryClient.setQueryData<FeedData>(keys.feed(clientId), (feed) => {
    if (!feed) return feed;
    const touched = feed.pages
      .flatMap((page) => page.logs)
      .filter((log) => log.events.some((event) => fresh.has(event.id)))
      .map((log) => settled({ ...log, events: log.events.map((event) => fresh.get(event.id) ?? event) }));
    return { ...feed, pages: withLogs(feed.pages, touched) };
  });
}

function settled(log: Log): Log {
  const open =
    log.ai_status === "needs_review" && log.events.some((event) => event.status === "needs_review");
  return log.ai_status === "needs_review" && !open
    ? { ...log, ai_status: "processed", ai_error: null, ai_reasons: [] }
    : log;
}
