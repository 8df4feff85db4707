import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Day } from "../foundation/calendar";
import { pollAfter } from "../foundation/realtime/hearing";
import { live } from "../foundation/realtime/live";
import {
  addEvent,
  confirmEvent,
  correctEvent,
  deleteLog,
  deletePicture,
  fetchActivePlans,
  fetchDayStates,
  fetchEvents,
  fetchFeed,
  fetchGoal,
  fetchLimits,
  fetchLogs,
  fetchSentReports,
  fetchSeries,
  fetchSummary,
  fetchVersions,
  type Goal,
  type Log,
  openReport,
  rejectEvent,
  rejectLog,
  restoreLog,
  retryLog,
  type SentReport,
  setDayState,
  setGoal,
  settleLog,
  undoDecision,
} from "./api";
import { dismissed, dropLog, keys, putEvents, putLogs, putNewest, refreshDecided, withEvents } from "./cache";
import type { DayMark } from "./dayMarks";
import type { EventData, EventType, ProgressEvent } from "./events";
import type { FeedCursor } from "./feedPages";

const MOST_REPORTS = 60;

/** The diary, newest first, a page at a time. */
export function useFeed(clientId: string) {
  return useInfiniteQuery({
    queryKey: keys.feed(clientId),
    queryFn: ({ pageParam }) => fetchFeed(clientId, pageParam),
    initialPageParam: null as FeedCursor | null,
    getNextPageParam: (page) => page.next,
  });
}

export function isUnsettled(log: Pick<Log, "ai_status">): boolean {
  return log.ai_status === "pending" || log.ai_status === "processing";
}

/** Polls logs that are being read, slower the longer it takes. Sends no request otherwise. */
export function useWatchUnsettled(clientId: string, logs: Log[]): void {
  const queryClient = useQueryClient();
  const ids = logs.filter(isUnsettled).map((log) => log.id);
  useQuery({
    queryKey: keys.unsettled(clientId, ids),
    enabled: ids.length > 0,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: (query) => Math.min(pollAfter(1_000 + 250 * query.state.dataUpdateCount), 15_000),
    meta: { live: true },
    queryFn: async () => {
      const now = await fetchLogs(ids);
      const read = now.filter((log) => !isUnsettled(log));
      if (read.length > 0) {
        putLogs(queryClient, clientId, now);
        void queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
      }
      return read.length;
    },
  });
}

/** Loads the newest page again while it is seen: entries and decisions of other people. */
export function useWatchNewest(clientId: string, enabled: boolean): void {
  const queryClient = useQueryClient();
  useQuery({
    queryKey: keys.newest(clientId),
    enabled,
    gcTime: 0,
    ...live(),
    queryFn: async () => {
      const newest = await fetchFeed(clientId, null);
      if (putNewest(queryClient, clientId, newest)) {
        void queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
      }
      return newest.logs.length;
    },
  });
}

export function useSeries(clientId: string, from: Day, to: Day) {
  return useQuery({
    queryKey: keys.series(clientId, from, to),
    queryFn: () => fetchSeries(clientId, from, to),
    placeholderData: keepPreviousData,
  });
}

export function useSummary(clientId: string, from: Day, to: Day) {
  return useQuery({
    queryKey: keys.summary(clientId, from, to),
    queryFn: () => fetchSummary(clientId, from, to),
    placeholderData: keepPreviousData,
  });
}

/** The newest events of a type that count. */
export function useEvents<T extends EventType>(
  clientId: string,
  type: T,
  filter: { since?: Day; limit: number },
) {
  return useQuery({
    queryKey: keys.events(clientId, type, filter),
    queryFn: () => fetchEvents(clientId, type, filter),
    placeholderData: keepPreviousData,
  });
}

export function useReports(clientId: string) {
  return useQuery({
    queryKey: keys.reports(clientId),
    queryFn: () => fetchSentReports(clientId, MOST_REPORTS),
    ...live(60_000),
  });
}

/** Tells the coach that the client has opened a report. Failing, it is told the next time. */
export function useOpenReport(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (report: SentReport) => openReport(report),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.reports(clientId) }),
  });
}

/** The goal weight with the version that an edit has to name. Only to edit it: the facts have it, too. */
export function useGoal(clientId: string) {
  return useQuery({ queryKey: keys.goal(clientId), queryFn: () => fetchGoal(clientId), staleTime: 0 });
}

/** Sets the goal weight; on an old version of the client it is refused, and the new one is loaded. */
export function useSetGoal(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (goal: Goal) => setGoal(clientId, goal),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.goal(clientId) });
      await queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
    },
  });
}

export type Decision =
  | { kind: "confirm" | "reject"; event: ProgressEvent }
  | { kind: "takeBack"; event: ProgressEvent }
  | { kind: "undo" | "restore"; log: Log }
  /** `version`: the one that was seen, where it is not the event's. */
  | { kind: "correct"; event: ProgressEvent; data: EventData[EventType]; day: Day; version?: number };

/** A person's decision on events. Shown in the diary and counted at once. */
export function useDecide(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: (events) => putEvents(queryClient, clientId, events),
    onSettled: (_events, error) => {
      if (error) void queryClient.invalidateQueries({ queryKey: keys.feed(clientId) }); // it has changed meanwhile
      return refreshDecided(queryClient, clientId);
    },
  });
}

export async function decide(decision: Decision): Promise<ProgressEvent[]> {
  switch (decision.kind) {
    case "confirm":
      return [await confirmEvent(decision.event)];
    case "reject":
      return [await rejectEvent(decision.event)];
    case "takeBack":
      return [await undoDecision(decision.event)];
    case "undo":
      return rejectLog(decision.log);
    case "restore":
      return restoreLog(decision.log);
    case "correct": {
      const { event, data, day, version = event.version } = decision;
      return [await correctEvent({ id: event.id, version }, data, day)];
    }
  }
}

/** They change only with a new version of the database. */
export function useLimits() {
  return useQuery({
    queryKey: ["progress", "limits"],
    queryFn: fetchLimits,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** "Add what it says": a value that reading has missed. */
export function useAddEvent(log: Log) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ type, data, day }: { type: EventType; data: EventData[EventType]; day: Day }) =>
      addEvent(log, type, data, day),
    onSuccess: (event) => putLogs(queryClient, log.client_id, [withEvents(dismissed(log), [event])]),
    onSettled: (_event, error) => {
      if (error) void queryClient.invalidateQueries({ queryKey: keys.feed(log.client_id) }); // it may have been read again
      return refreshDecided(queryClient, log.client_id);
    },
  });
}

/** What an event was before a person decided on it, and before each later decision. */
export function useVersions(event: ProgressEvent) {
  return useQuery({
    queryKey: keys.versions(event.client_id, event.id, event.version),
    queryFn: () => fetchVersions(event.id),
  });
}

/** "Nothing to do": dismisses what was not understood in a log. */
export function useSettleLog(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (log: Log) => settleLog(log.id),
    onSuccess: (_none, log) => putLogs(queryClient, clientId, [{ ...log, ai_status: "processed" }]),
    onSettled: (_none, error) => {
      if (error) void queryClient.invalidateQueries({ queryKey: keys.feed(clientId) }); // it may be read at the moment
      return refreshDecided(queryClient, clientId);
    },
  });
}

export function useRetryLog(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (log: Log) => retryLog(log.id),
    onSuccess: (_none, log) =>
      putLogs(queryClient, clientId, [{ ...log, ai_status: "pending", ai_error: null, ai_reasons: [] }]),
  });
}

/** Deletes an entry for good. */
export function useDeleteLog(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (log: Log) => deleteLog(log.id),
    onSuccess: (_none, log) => dropLog(queryClient, clientId, log.id),
    onSettled: () => refreshDecided(queryClient, clientId),
  });
}

/** Deletes one picture of an entry for good; with the last one an entry without text goes. */
export function useDeletePicture(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ log, path }: { log: Log; path: string }) => deletePicture(log.id, path),
    onSuccess: (_none, { log, path }) => {
      const media_urls = log.media_urls.filter((one) => one !== path);
      if (media_urls.length === 0 && !log.raw_text?.trim()) dropLog(queryClient, clientId, log.id);
      else
        putLogs(queryClient, clientId, [
          { ...log, media_urls, ai_status: "pending", ai_error: null, ai_reasons: [] },
        ]);
    },
    onSettled: () => refreshDecided(queryClient, clientId),
  });
}

/** The plans in force today. The coach may change them at any time. */
export function useActivePlans(clientId: string) {
  return useQuery({
    queryKey: keys.activePlans(clientId),
    queryFn: () => fetchActivePlans(clientId),
    ...live(60_000),
  });
}

/** What people have said of days as a whole, by day. */
export function useDayStates(clientId: string) {
  return useQuery({
    queryKey: keys.dayStates(clientId),
    ...live(30_000),
    queryFn: () => fetchDayStates(clientId),
    select: (states) => new Map(states.map((state) => [state.day, state])),
  });
}

/** Marks a day; all facts follow. */
export function useMarkDay(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ day, mark, seenAt }: { day: Day; mark: DayMark | null; seenAt: string | undefined }) =>
      setDayState(clientId, day, mark, seenAt),
    onSettled: () => refreshDecided(queryClient, clientId),
  });
}
