import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchPreferences, type Preferences, savePreferences } from "./api";
import { useUserId } from "./session";

const preferencesKey = (userId: string) => ["account", "preferences", userId] as const;

/** How the signed-in account wants to see things; the defaults while nothing was chosen. */
export function usePreferences(): UseQueryResult<Preferences> {
  const userId = useUserId();
  return useQuery({
    queryKey: preferencesKey(userId),
    queryFn: () => fetchPreferences(userId),
    staleTime: 5 * 60_000,
  });
}

export function useSavePreferences() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (preferences: Preferences) => savePreferences(userId, preferences),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: preferencesKey(userId) }),
  });
}
