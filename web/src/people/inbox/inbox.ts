import type { InboxItem } from "../../foundation/domain";
import { letterOf, type PressedKey } from "../../foundation/keys";

export const KINDS = ["messages", "reviews", "alerts"] as const;

/** What of the inbox is shown. Empty: everything. */
export interface Filter {
  kind: string;
  clientId: string;
}

/** The items that a filter lets through, the newest first. */
export function shown(items: readonly InboxItem[], { kind, clientId }: Filter): InboxItem[] {
  return items
    .filter((item) => (!kind || item.kind === kind) && (!clientId || item.clientId === clientId))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** The key of the item that comes `steps` after another; the first or the last one beyond the ends. */
export function keyAfter(items: readonly { key: string }[], key: string, steps: number): string | undefined {
  const index = items.findIndex((item) => item.key === key);
  return items[Math.max(0, Math.min(items.length - 1, index + steps))]?.key;
}

export type InboxAction = "next" | "previous" | "reply" | "undo";

const ACTIONS: Record<string, InboxAction> = {
  j: "next",
  ArrowDown: "next",
  k: "previous",
  ArrowUp: "previous",
  r: "reply",
  u: "undo",
};

/** What a key does on every card. */
export function actionOf(pressed: PressedKey): InboxAction | undefined {
  return ACTIONS[letterOf(pressed) ?? ""];
}
