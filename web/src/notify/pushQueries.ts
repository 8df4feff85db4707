import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { addPushSubscription, fetchPushEndpoints, removePushSubscription } from "./api";
import { pushState, subscribe, unsubscribeBrowser } from "./push";

const STATE = ["notify", "push"];

export function usePushState() {
  return useQuery({ queryKey: STATE, queryFn: async () => pushState(await fetchPushEndpoints()) });
}

/** Whether notifications are shown by this browser. */
export function useSetPush() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (isOn: boolean) => {
      if (isOn) {
        const made = await subscribe();
        if (made) await addPushSubscription(made);
      } else {
        const endpoint = await unsubscribeBrowser();
        if (endpoint) await removePushSubscription(endpoint);
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: STATE }),
  });
}
