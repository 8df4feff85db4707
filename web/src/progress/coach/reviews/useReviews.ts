import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { live } from "../../../foundation/realtime/live";
import { fetchLogsToReview, type Log, rejectEvent, reopenLog, settleLog, undoDecision } from "../../api";
import { dismissed, keys, putLogs, refreshDecided, withEvents } from "../../cache";
import type { ProgressEvent } from "../../events";
import { type Decision, decide } from "../../queries";

/** How many entries are shown at once. */
export const MOST = 100;

/** The entries of all clients that wait for a person, the newest first. */
export function useReviews() {
  return useQuery({ queryKey: keys.reviews, queryFn: () => fetchLogsToReview(MOST), ...live() });
}

export type ReviewDecision =
  | Extract<Decision, { kind: "confirm" | "reject" | "correct" }>
  /** Of what was not understood: there is nothing to do. */
  | { kind: "settle" }
  /** Of what was not understood: it says this. */
  | { kind: "add" };

/** A decision that was made. */
export interface Made {
  kind: ReviewDecision["kind"];
  /** The entry as it was before. */
  log: Log;
  /** The event as it is now; null where the entry itself was settled. */
  event: ProgressEvent | null;
}

/** Decides on entries of any client, and takes decisions back, the last one first. `onChange` gets what waits then. */
export function useReviewDecisions(onChange: (logs: Log[], returned?: Log) => void) {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<Made[]>([]);

  const show = (log: Log, isBack = false) => {
    const logs = queryClient.setQueryData<Log[]>(keys.reviews, (before = []) => inPlace(before, log));
    putLogs(queryClient, log.client_id, [log]);
    onChange(logs ?? [], isBack ? log : undefined);
    void refreshDecided(queryClient, log.client_id);
  };
  /** A decision of a dialog, which sends it by itself. */
  const note = (one: Made) => {
    setMade((before) => [...before, one]);
    show(after(one));
  };
  const decision = useMutation({
    mutationFn: ({ log, decision }: { log: Log; decision: Exclude<ReviewDecision, { kind: "add" }> }) =>
      make(log, decision),
    onSuccess: (event, { log, decision: { kind } }) => note({ kind, log, event }),
    onError: (_error, { log }) => refreshDecided(queryClient, log.client_id), // it has changed meanwhile
  });
  const undo = useMutation({
    mutationFn: takeBack,
    onSuccess: (event, last) => {
      setMade((before) => before.filter((one) => one !== last));
      show(event ? withEvents(last.log, [event]) : last.log, true);
    },
    onError: (_error, { log }) => refreshDecided(queryClient, log.client_id),
  });
  return { decision, note, undo, last: made.at(-1) };
}

async function make(
  log: Log,
  decision: Exclude<ReviewDecision, { kind: "add" }>,
): Promise<ProgressEvent | null> {
  if (decision.kind === "settle") {
    await settleLog(log.id);
    return null;
  }
  const [event] = await decide(decision);
  return event ?? null;
}

async function takeBack({ kind, log, event }: Made): Promise<ProgressEvent | null> {
  if (kind === "confirm" || kind === "reject" || kind === "correct") return event && undoDecision(event);
  if (event) await rejectEvent(event);
  await reopenLog(log.id);
  return null;
}

/** The entry as the database has it after a decision. */
function after({ kind, log, event }: Made): Log {
  const now = kind === "settle" || kind === "add" ? dismissed(log) : log;
  return event ? withEvents(now, [event]) : now;
}

/** The queue with a newer copy of an entry. What is in it again goes where its time belongs. */
function inPlace(logs: Log[], log: Log): Log[] {
  if (logs.some(({ id }) => id === log.id)) return logs.map((one) => (one.id === log.id ? log : one));
  return [...logs, log].sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
}
