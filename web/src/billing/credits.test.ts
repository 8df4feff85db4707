import { describe, expect, it } from "vitest";
import type { CreditEntry } from "./api";
import { returnable } from "./credits";
import { actionsFor } from "./SubscriptionList";

const REQUEST = "0b8a4c1e-7d7f-4c1f-9c3e-2f6d5a4b3c2d";
const entry = (id: number, kind: CreditEntry["kind"], cause: string) => ({ id, kind, cause });

describe("what can be given back", () => {
  const spent = entry(3, "spent", `spend ${REQUEST}`);
  const rest = entry(2, "spent", `spend ${REQUEST}`);

  it("is a spend of the coach, once, even if it took from two lots", () => {
    expect(returnable(spent, [spent, rest])).toBe(REQUEST);
    expect(returnable(rest, [spent, rest])).toBeNull();
  });

  it("is nothing that was given back, was granted, or was spent by something else", () => {
    const back = entry(4, "returned", spent.cause);
    expect(returnable(spent, [back, spent])).toBeNull();
    expect(returnable(back, [back, spent])).toBeNull();
    for (const other of [entry(1, "granted", "invoice 7"), entry(1, "spent", "appointment 7")]) {
      expect(returnable(other, [other])).toBeNull();
    }
  });
});

describe("what can be done to a subscription", () => {
  it.each([
    ["active", false, false, false, ["cancel"]],
    ["active", true, false, true, ["resume", "switch"]],
    ["trialing", false, true, false, ["cancel", "pause"]],
    ["paused", false, true, true, ["cancel", "unpause", "switch"]],
    ["cancelled", false, true, true, []],
  ] as const)(
    "is, if it is %s, ends %s, seller %s, others %s: %j",
    (status, ends, seller, others, actions) => {
      expect(actionsFor({ status, cancel_at_period_end: ends }, seller, others)).toEqual(actions);
    },
  );
});
