import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fetchTags, tagClient, untagClient } from "./api";

/** The labels of each client, by the client's id. */
export const tagsQuery = { queryKey: ["tags"], queryFn: fetchTags };

export function useTagClient(clientId: string) {
  return useChange((label) => tagClient(clientId, label));
}

export function useUntagClient(clientId: string) {
  return useChange((label) => untagClient(clientId, label));
}

/** Pending until the tags are loaded again. */
function useChange(change: (label: string) => Promise<void>) {
  const queryClient = useQueryClient();
  const load = () => queryClient.invalidateQueries({ queryKey: tagsQuery.queryKey });
  return useMutation({
    mutationFn: change,
    onSuccess: load,
    onError: () => void load(), // only the answer may be lost
  });
}
