import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import * as api from "./api";

const KEY = ["messaging", "automations"] as const;

export function useAutomations() {
  return useQuery({ queryKey: KEY, queryFn: api.fetchAutomations });
}

export function useRuns(id: string, enabled: boolean) {
  return useQuery({ queryKey: [...KEY, "runs", id], queryFn: () => api.fetchRuns(id), enabled });
}

function useChange<Values>(change: (values: Values) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

export function useSaveAutomation(seen: api.Seen | null) {
  return useChange((values: api.AutomationValues) => api.saveAutomation(seen, values));
}

export function useSwitchAutomation(seen: api.Seen) {
  return useChange((isOn: boolean) => api.switchAutomation(seen, isOn));
}

export function useDeleteAutomation() {
  return useChange(api.deleteAutomation);
}

export function usePreview() {
  return useMutation({ mutationFn: api.previewAutomation });
}
