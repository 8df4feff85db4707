import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useUserId } from "../../../account/session";
import { keys } from "../keys";
import { type Action, after, type SessionDocument } from "../session/document";
import { outboxOf, type WorkoutEntry } from "./workoutOutbox";

export function useWorkoutOutbox() {
  return outboxOf(useUserId()).outbox;
}

export function useOutboxState() {
  const outbox = useWorkoutOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.getState);
}

/** What has been done on this device and not been sent. What the server refused does not count as done. */
export function useUnsent(): WorkoutEntry[] {
  return useOutboxState().entries.filter(({ refusal }) => !refusal);
}

/** Does steps of a session: each is on the device before it is sent. Rejects if the device cannot keep it. */
export function useSteps(clientId: string, sessionId: string) {
  const outbox = useWorkoutOutbox();
  return useCallback(
    (action: Action) => outbox.add({ requestId: crypto.randomUUID(), clientId, sessionId, action }),
    [outbox, clientId, sessionId],
  );
}

/** Has the screens show what has been sent: at once, and as the server has it when all is sent. */
export function useSending(): void {
  const { sent, outbox } = outboxOf(useUserId());
  const queryClient = useQueryClient();
  useEffect(() => {
    const tell = (step: WorkoutEntry) => {
      const { clientId, sessionId } = step;
      queryClient.setQueryData<SessionDocument>(keys.session(clientId, sessionId), (known) =>
        known || step.action.do === "create" ? (after(known ?? null, step) ?? undefined) : undefined,
      );
      if (outbox.getState().entries.length > 1) return;
      void queryClient.invalidateQueries({ queryKey: keys.all(clientId) });
    };
    sent.add(tell);
    return () => {
      sent.delete(tell);
    };
  }, [sent, outbox, queryClient]);
}
