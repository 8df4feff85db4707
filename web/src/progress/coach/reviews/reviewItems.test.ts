import { describe, expect, it } from "vitest";
import type { Log } from "../../api";
import type { ProgressEvent } from "../../events";
import { actionOf, isConcern, itemsOf } from "./reviewItems";

function log(id: string, ai_status: Log["ai_status"], ...statuses: ProgressEvent["status"][]): Log {
  const events = statuses.map((status, index) => ({ id: `${id}${index}`, status, log_id: id }));
  return { id, ai_status, events: events as object[] as ProgressEvent[] } as Log;
}

const logs = [
  log("a", "needs_review", "needs_review", "auto", "needs_review"),
  log("b", "failed"),
  log("c", "needs_review", "auto"),
  log("d", "processed", "auto"),
];

describe("the queue", () => {
  it("has every doubtful value, then what was not understood", () => {
    expect(itemsOf(logs).map(({ key }) => key)).toEqual(["a0", "a2", "b", "c"]);
  });
});

it("has nothing to add where somebody only complains or asks", () => {
  expect(isConcern({ ai_reasons: ["complaint", "question"] })).toBe(true);
  expect(isConcern({ ai_reasons: ["complaint", "text_not_understood"] })).toBe(false);
  expect(isConcern({ ai_reasons: [] })).toBe(false);
});

describe("a key", () => {
  const press = (key: string, code = "", more = {}) =>
    actionOf({ key, code, ctrlKey: false, metaKey: false, altKey: false, ...more });

  it.each([
    ["e", "KeyE", "right"],
    ["У", "KeyE", "right"],
    ["w", "KeyZ", "wrong"],
    ["Enter", "Enter", "primary"],
    ["x", "KeyX", undefined],
  ])("%s (%s) does %s", (key, code, action) => {
    expect(press(key, code)).toBe(action);
  });

  it("of the browser is left to it", () => {
    expect(press("e", "KeyE", { ctrlKey: true })).toBeUndefined();
    expect(press("f", "KeyF", { metaKey: true })).toBeUndefined();
  });
});
