import {
  queryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { addDays, type Day } from "../../foundation/calendar";
import { live } from "../../foundation/realtime/live";
import * as api from "./api";
import { keys } from "./keys";
import { useUnsent } from "./outbox/useWorkoutOutbox";
import { withSteps } from "./programme/week";
import { after, type SessionDocument } from "./session/document";

/** How long what a gym without a connection needs stays on the device. */
const KEPT_MS = 86_400_000;
const LOOKING_BACK = 180;
const LOOKING_AHEAD = 180;
const LINK_SECONDS = 3600;

const sessionQuery = (clientId: string, sessionId: string) =>
  queryOptions({
    queryKey: keys.session(clientId, sessionId),
    queryFn: () => api.fetchSession(sessionId),
    gcTime: KEPT_MS,
    ...live(60_000),
  });

/** A session as it is with what has not been sent yet. */
export function useSession(clientId: string, sessionId: string) {
  const query = useQuery(sessionQuery(clientId, sessionId));
  const steps = useUnsent().filter((step) => step.sessionId === sessionId);
  const document = steps.reduce<SessionDocument | null>(after, query.data ?? null);
  return { document, error: query.error, isFetching: query.isFetching, refetch: query.refetch };
}

/** All sessions around today, with what has not been sent yet. */
export function useSessions(clientId: string, today: Day): UseQueryResult<api.SessionRow[]> {
  const query = useQuery({
    queryKey: keys.sessions(clientId),
    queryFn: () => api.fetchSessions(clientId, addDays(today, -LOOKING_BACK), addDays(today, LOOKING_AHEAD)),
    gcTime: KEPT_MS,
    ...live(60_000),
  });
  const steps = useUnsent().filter((step) => step.clientId === clientId);
  return query.data ? { ...query, data: withSteps(query.data, steps) } : query;
}

/** Has the device keep these sessions, and the exercises to choose from, for a gym without a connection. */
export function useKept(clientId: string, sessionIds: string[]): void {
  const queryClient = useQueryClient();
  const ids = sessionIds.join();
  useEffect(() => {
    for (const id of ids ? ids.split(",") : []) void queryClient.prefetchQuery(sessionQuery(clientId, id));
    void queryClient.prefetchQuery(libraryQuery(clientId));
  }, [queryClient, clientId, ids]);
}

const libraryQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.library(clientId),
    queryFn: api.fetchLibrary,
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
  });

export function useLibrary(clientId: string) {
  return useQuery(libraryQuery(clientId));
}

export function useProgram(clientId: string) {
  return useQuery({
    queryKey: keys.program(clientId),
    queryFn: () => api.fetchProgram(clientId),
    gcTime: KEPT_MS,
    ...live(60_000),
  });
}

export function useNextWeek(clientId: string, programId: string) {
  return useQuery({
    queryKey: [...keys.program(clientId), "next", programId],
    queryFn: () => api.fetchNextWeek(programId),
  });
}

export function useRecords(clientId: string) {
  return useQuery({
    queryKey: [...keys.all(clientId), "records"],
    queryFn: () => api.fetchRecords(clientId),
  });
}

export function useExerciseHistory(clientId: string, exerciseId: string) {
  return useQuery({
    queryKey: [...keys.all(clientId), "history", exerciseId],
    queryFn: () => api.fetchExerciseHistory(clientId, exerciseId),
  });
}

export function useMuscleVolume(clientId: string, from: Day) {
  return useQuery({
    queryKey: [...keys.all(clientId), "volume", from],
    queryFn: () => api.fetchMuscleVolume(clientId, from),
  });
}

export function useMuscles(clientId: string) {
  return useQuery({ queryKey: keys.muscles(clientId), queryFn: api.fetchMuscles, staleTime: KEPT_MS });
}

export function useMetrics(clientId: string) {
  return useQuery({ queryKey: keys.metrics(clientId), queryFn: () => api.fetchMetrics(clientId) });
}

export function usePhotos(clientId: string) {
  return useQuery({ queryKey: keys.photos(clientId), queryFn: () => api.fetchPhotos(clientId) });
}

/** Links to photos by path, renewed before they expire. */
export function usePhotoLinks(clientId: string, paths: string[]) {
  return useQuery({
    queryKey: [...keys.photos(clientId), "links", paths],
    queryFn: () => api.signPhotos(paths, LINK_SECONDS).then((links) => Object.fromEntries(links)),
    staleTime: (LINK_SECONDS - 300) * 1000,
    refetchInterval: (LINK_SECONDS - 300) * 1000,
    enabled: paths.length > 0,
  });
}

export function useProgressEntries(clientId: string) {
  return useQuery({ queryKey: keys.entries(clientId), queryFn: () => api.fetchEntries(clientId) });
}

function useChange<Arguments>(queryKey: readonly unknown[], change: (values: Arguments) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queryClient.invalidateQueries({ queryKey }) });
}

export const useAddMetric = (clientId: string) =>
  useChange(keys.metrics(clientId), (metric: api.NewMetric) => api.addMetric(clientId, metric));

export const useDeleteMetric = (clientId: string) => useChange(keys.metrics(clientId), api.deleteMetric);

export const useAddPhoto = (clientId: string) =>
  useChange(keys.photos(clientId), (photo: Parameters<typeof api.addPhoto>[1]) =>
    api.addPhoto(clientId, photo),
  );

export const useSharePhoto = (clientId: string) =>
  useChange(keys.photos(clientId), ({ photo, shared }: { photo: api.Photo; shared: boolean }) =>
    api.sharePhoto(photo, shared),
  );

export const useDeletePhoto = (clientId: string) => useChange(keys.photos(clientId), api.deletePhoto);

export const useAddEntry = (clientId: string) =>
  useChange(keys.entries(clientId), (entry: Omit<api.Entry, "id">) => api.addEntry(clientId, entry));

export const useDeleteEntry = (clientId: string) => useChange(keys.entries(clientId), api.deleteEntry);
