import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Done } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { live } from "../../../foundation/realtime/live";
import { fetchLogsToReview, type Log, rejectEvent, reopenLog, settleLog, undoDecision } from "../../api";
import { dismissed, keys, putLogs, refreshDecided, withEvents } from "../../cache";
import { describeEventOn } from "../../describeEvent";
import type { ProgressEvent } from "../../events";
import { type Decision, decide } from "../../queries";
import { itemsOf } from "./reviewItems";

/** How many entries are shown at once. */
const MOST = 100;

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

/** Decides on entries of any client. `onDone` gets each decision, and how it is taken back. */
export function useReviewDecisions(onDone: (done: Done) => void) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();

  const show = (log: Log) => {
    queryClient.setQueryData<Log[]>(keys.reviews, (before = []) => inPlace(before, log));
    putLogs(queryClient, log.client_id, [log]);
    void refreshDecided(queryClient, log.client_id);
  };
  const bringBack = async (made: Made) => {
    try {
      const event = await takeBack(made);
      const log = event ? withEvents(made.log, [event]) : made.log;
      show(log);
      return itemsOf([log])[0]?.key ?? "";
    } catch (error) {
      void refreshDecided(queryClient, made.log.client_id);
      throw error;
    }
  };
  /** A decision of a dialog, which sends it by itself. */
  const note = (made: Made) => {
    const { kind, log, event } = made;
    show(after(made));
    const value = event ? describeEventOn(event, log.local_date_for_client, t, format) : (log.raw_text ?? "");
    onDone({ words: t(`progressCoach:reviews.made.${kind}`, { value }), takeBack: () => bringBack(made) });
  };
  const decision = useMutation({
    mutationFn: ({ log, decision }: { log: Log; decision: Exclude<ReviewDecision, { kind: "add" }> }) =>
      make(log, decision),
    onSuccess: (event, { log, decision: { kind } }) => note({ kind, log, event }),
    onError: (_error, { log }) => refreshDecided(queryClient, log.client_id), // it has changed meanwhile
  });
  return { decision, note };
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
