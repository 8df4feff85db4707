import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type Assessment,
  addAssessment,
  addGoal,
  dropGoal,
  fetchAssessments,
  fetchGoals,
  fetchProfile,
  type Goal,
  type Health,
  markGoal,
  type Profile,
  type ProfileValues,
  readHealth,
  removeAssessment,
  saveHealth,
  saveProfile,
} from "./api";

const profileKey = (clientId: string) => ["people", "profile", clientId] as const;
const goalsKey = (clientId: string) => ["people", "goals", clientId] as const;
const assessmentsKey = (clientId: string) => ["people", "assessments", clientId] as const;
const healthKey = (clientId: string) => ["people", "health", clientId] as const;

export function useProfile(clientId: string): UseQueryResult<Profile | null> {
  return useQuery({ queryKey: profileKey(clientId), queryFn: () => fetchProfile(clientId) });
}

export function useGoals(clientId: string): UseQueryResult<Goal[]> {
  return useQuery({ queryKey: goalsKey(clientId), queryFn: () => fetchGoals(clientId) });
}

export function useAssessments(clientId: string): UseQueryResult<Assessment[]> {
  return useQuery({ queryKey: assessmentsKey(clientId), queryFn: () => fetchAssessments(clientId) });
}

/** Read when somebody asks for it, and not again by itself, because each reading by a coach is recorded. */
export function useHealth(clientId: string, enabled: boolean): UseQueryResult<Health> {
  return useQuery({
    queryKey: healthKey(clientId),
    queryFn: () => readHealth(clientId),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
  });
}

function useChange<Input>(key: readonly unknown[], change: (input: Input) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export const useSaveProfile = (clientId: string) =>
  useChange(
    profileKey(clientId),
    ({ version, ...values }: ProfileValues & { version?: number | undefined }) =>
      saveProfile(clientId, values, version),
  );

export const useAddGoal = (clientId: string) =>
  useChange(goalsKey(clientId), ({ title, targetDate }: { title: string; targetDate: string | null }) =>
    addGoal(clientId, title, targetDate),
  );

export const useMarkGoal = (clientId: string) =>
  useChange(goalsKey(clientId), ({ goal, reachedOn }: { goal: Goal; reachedOn: string | null }) =>
    markGoal(goal, reachedOn),
  );

export const useDropGoal = (clientId: string) => useChange(goalsKey(clientId), dropGoal);

export const useAddAssessment = (clientId: string) =>
  useChange(assessmentsKey(clientId), (values: Pick<Assessment, "kind" | "value" | "unit" | "assessed_on">) =>
    addAssessment(clientId, values),
  );

export const useRemoveAssessment = (clientId: string) =>
  useChange(assessmentsKey(clientId), removeAssessment);

export const useSaveHealth = (clientId: string) =>
  useChange(healthKey(clientId), (health: Health) => saveHealth(clientId, health));
