import { letterOf, type PressedKey } from "../../../foundation/keys";
import type { Log } from "../../api";
import type { ProgressEvent } from "../../events";

/** One thing to decide on: a doubtful value of an entry, or what was not understood in it. */
export interface ReviewItem {
  key: string;
  log: Log;
  /** Null: no value is in doubt, but part of the entry was not understood, or it could not be read. */
  event: ProgressEvent | null;
}

export function itemsOf(logs: readonly Log[]): ReviewItem[] {
  return logs.flatMap((log): ReviewItem[] => {
    const doubtful = log.events.filter((event) => event.status === "needs_review");
    if (doubtful.length > 0) return doubtful.map((event) => ({ key: event.id, log, event }));
    const isOpen = log.ai_status === "needs_review" || log.ai_status === "failed";
    return isOpen ? [{ key: log.id, log, event: null }] : [];
  });
}

/** Whether an entry was understood and waits only because it speaks of pain or illness, or asks something. */
export function isConcern({ ai_reasons }: Pick<Log, "ai_reasons">): boolean {
  return (
    ai_reasons.length > 0 && ai_reasons.every((reason) => reason === "complaint" || reason === "question")
  );
}

export type ReviewAction = "primary" | "right" | "likely" | "wrong" | "fix";

const ACTIONS: Record<string, ReviewAction> = {
  Enter: "primary",
  e: "right",
  l: "likely",
  w: "wrong",
  f: "fix",
};

/** What a key does on the card of a review. */
export function actionOf(pressed: PressedKey): ReviewAction | undefined {
  return ACTIONS[letterOf(pressed) ?? ""];
}
