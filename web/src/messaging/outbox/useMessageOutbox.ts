import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useUserId } from "../../account/session";
import { keys } from "../queries";
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

/** Sends while the app is open: at the start, when the connection is back, and on return to the tab. */
export function useSending(): void {
  const { outbox, sent } = outboxOf(useUserId());
  const queryClient = useQueryClient();
  useEffect(() => {
    const flush = () => {
      if (document.visibilityState === "visible") void outbox.flush();
    };
    const tell = (threadId: string) => {
      void queryClient.invalidateQueries({ queryKey: keys.newest(threadId) });
      void queryClient.invalidateQueries({ queryKey: keys.threads });
    };
    sent.add(tell);
    outbox.open();
    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      sent.delete(tell);
      outbox.close();
      window.removeEventListener("online", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [outbox, sent, queryClient]);
}
