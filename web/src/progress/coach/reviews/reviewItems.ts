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

/** The key of the item that comes `steps` after another; the first or the last one beyond the ends. */
export function keyAfter(items: readonly ReviewItem[], key: string, steps: number): string | undefined {
  const index = items.findIndex((item) => item.key === key);
  return items[Math.max(0, Math.min(items.length - 1, index + steps))]?.key;
}

export type ReviewAction = "next" | "previous" | "primary" | "right" | "likely" | "wrong" | "fix" | "undo";

const LETTERS: Record<string, ReviewAction> = {
  j: "next",
  k: "previous",
  r: "right",
  l: "likely",
  w: "wrong",
  f: "fix",
  u: "undo",
};

/** What a key does on an item. Letters are those of the keyboard's Latin layout where another one is on. */
export function actionOf(pressed: {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}): ReviewAction | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  if (pressed.key === "ArrowDown") return "next";
  if (pressed.key === "ArrowUp") return "previous";
  if (pressed.key === "Enter") return "primary";
  const letter = /^[a-z]$/i.test(pressed.key) ? pressed.key : pressed.code.replace("Key", "");
  return LETTERS[letter.toLowerCase()];
}
