import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { type Day, dayIn } from "../../foundation/calendar";
import type { CoachedClient } from "../../foundation/domain";
import { live } from "../../foundation/realtime/live";
import { type Log, retryLog } from "../api";
import { keys, putLogs } from "../cache";
import {
  activatePlan,
  addPlan,
  addTemplate,
  type CoachReport,
  deletePlan,
  deleteTemplate,
  editReport,
  fetchFirstDay,
  fetchModelCalls,
  fetchOverview,
  fetchPlans,
  fetchReport,
  fetchTemplates,
  fetchTrends,
  fetchWorkouts,
  type Plan,
  type PlanDraft,
  type PlanTemplate,
  type ReportTexts,
  requestReport,
  sendReport,
  updatePlan,
} from "./api";
import { trendsByClient } from "./list/trends";

const REPORT_POLL = 2_000;

const templatesKey = ["progress", "templates"] as const;
const reportKey = (clientId: string, week: Day) => [...keys.reports(clientId), "week", week] as const;

/** All clients at a glance, by their id. */
export const overviewQuery = {
  queryKey: keys.overview,
  queryFn: async () => new Map((await fetchOverview()).map((client) => [client.client_id, client])),
  ...live(),
};

/** One client at a glance. */
export function useOverview(clientId: string) {
  return useQuery({ ...overviewQuery, select: (overviews) => overviews.get(clientId) });
}

/** The last four weeks in small, by client. */
export function useTrends() {
  return useQuery({
    queryKey: ["progress", "trends"],
    queryFn: async () => trendsByClient(await fetchTrends()),
  });
}

export function useWorkouts(clientId: string, from: Day, to: Day) {
  return useQuery({
    queryKey: keys.events(clientId, "workout", { from, to }),
    queryFn: () => fetchWorkouts(clientId, from, to),
    placeholderData: keepPreviousData,
  });
}

/** Calls to a model for a client, today and this month. Loaded again as entries are read. */
export function useModelCalls(clientId: string, today: Day) {
  const since = `${today.slice(0, 8)}01`;
  return useQuery({
    queryKey: [...keys.facts(clientId), "model-calls", since],
    queryFn: () => fetchModelCalls(clientId, since),
    select: (days) => ({
      today: days.find(({ day }) => day === today)?.calls ?? 0,
      month: days.reduce((sum, { calls }) => sum + calls, 0),
    }),
  });
}

/** Reads any entry again. */
export function useReadAgain(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (log: Log) => retryLog(log.id),
    onSuccess: (_none, log) => {
      putLogs(queryClient, clientId, [{ ...log, ai_status: "pending", ai_error: null, ai_reasons: [] }]);
      return queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
    },
  });
}

/** Polls until the report is written. */
export function useReport(clientId: string, week: Day) {
  return useQuery({
    queryKey: reportKey(clientId, week),
    queryFn: () => fetchReport(clientId, week),
    refetchInterval: (query) => (query.state.data?.status === "queued" ? REPORT_POLL : false),
  });
}

/** Since when somebody is a client: from their first entry, or from the day when the coach added them. */
export function useFirstDay({ id, timezone, addedAt }: CoachedClient): Day {
  const added = dayIn(timezone, new Date(addedAt));
  const { data } = useQuery({ queryKey: keys.firstDay(id), queryFn: () => fetchFirstDay(id) });
  return data && data < added ? data : added;
}

export function useRequestReport(clientId: string, week: Day) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => requestReport(clientId, week),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.reports(clientId) }),
  });
}

/** Changes what the client is to read. */
export function useEditReport({ id, client_id }: CoachReport) {
  return useReportChange(client_id, (changes: Partial<ReportTexts> & { version: number }) =>
    editReport(id, changes),
  );
}

export function useSendReport(report: CoachReport) {
  return useReportChange(report.client_id, () => sendReport(report));
}

function useReportChange<Change>(clientId: string, mutationFn: (change: Change) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.reports(clientId) }),
  });
}

export function usePlans(clientId: string) {
  return useQuery({ queryKey: keys.plans(clientId), queryFn: () => fetchPlans(clientId) });
}

/** Adds a draft, or changes the plan of that id; puts it in force where asked. */
export function useSavePlan(clientId: string, planId?: string) {
  const saved = useRef<Plan>(undefined); // where only the activation has failed, no second draft is added
  return usePlanChange(
    clientId,
    async ({
      version,
      activates,
      ...changes
    }: Partial<PlanDraft> & { version: number; activates?: boolean }) => {
      const known = saved.current ?? (planId && { id: planId, version });
      const plan = known
        ? await updatePlan(known.id, { ...changes, version: known.version })
        : await addPlan(clientId, changes as PlanDraft);
      saved.current = plan;
      if (activates) await activatePlan(plan);
    },
  );
}

export function useTemplates() {
  return useQuery({ queryKey: templatesKey, queryFn: fetchTemplates });
}

/** Keeps a template, or deletes the one of that id. */
export function useChangeTemplates() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: Omit<PlanTemplate, "id"> | { delete: string }) =>
      "delete" in change ? deleteTemplate(change.delete) : addTemplate(change),
    onSettled: () => queryClient.invalidateQueries({ queryKey: templatesKey }),
  });
}

export function useDeletePlan(clientId: string) {
  return usePlanChange(clientId, deletePlan);
}

export function useActivatePlan(clientId: string) {
  return usePlanChange(clientId, activatePlan);
}

/** A plan decides how days are scored, so all facts about the client are loaded again. */
function usePlanChange<Change>(clientId: string, mutationFn: (change: Change) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      void queryClient.invalidateQueries({ queryKey: keys.facts(clientId) });
      void queryClient.invalidateQueries({ queryKey: keys.overview });
      await queryClient.invalidateQueries({ queryKey: keys.plans(clientId) });
    },
  });
}
