import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useUserId } from "../../account/session";
import { keys } from "../keys";
import { outboxOf, type WaitingMessage } from "./messageOutbox";

export function useMessageOutbox() {
  return outboxOf(useUserId()).outbox;
}

export function useOutboxState() {
  const outbox = useMessageOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.getState);
}

/** What waits for being sent in a thread. */
export function useWaiting(threadId: string): WaitingMessage[] {
  return useOutboxState().entries.filter((entry) => entry.threadId === threadId);
}

/** Has the screens show what has been sent. */
export function useSending(): void {
  const { sent } = outboxOf(useUserId());
  const queryClient = useQueryClient();
  useEffect(() => {
    const tell = (threadId: string) => {
      void queryClient.invalidateQueries({ queryKey: keys.newest(threadId) });
      void queryClient.invalidateQueries({ queryKey: keys.threads });
    };
    sent.add(tell);
    return () => {
      sent.delete(tell);
    };
  }, [sent, queryClient]);
}
