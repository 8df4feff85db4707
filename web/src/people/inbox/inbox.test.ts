import { describe, expect, it } from "vitest";
import type { InboxItem } from "../../foundation/domain";
import { actionOf, keyAfter, shown } from "./inbox";

const item = (key: string, kind: InboxItem["kind"], at: string, clientId: string | null): InboxItem => ({
  key,
  kind,
  at,
  clientId,
  show: () => null,
});

const items = [
  item("silent", "alerts", "2026-11-28T00:00:00Z", "anna"),
  item("group", "messages", "2026-11-30T10:00:00Z", null),
  item("weight", "reviews", "2026-11-29T10:00:00Z", "boris"),
];

describe("what is shown", () => {
  it.each([
    ["everything, the newest first", "", "", ["group", "weight", "silent"]],
    ["one kind", "reviews", "", ["weight"]],
    ["one client", "", "anna", ["silent"]],
    ["one kind of one client", "messages", "anna", []],
  ])("is %s", (_case, kind, clientId, keys) => {
    expect(shown(items, { kind, clientId }).map(({ key }) => key)).toEqual(keys);
  });
});

describe("the next item", () => {
  it.each([
    ["the one below", "group", 1, "weight"],
    ["the one above", "weight", -1, "group"],
    ["the last one beyond the end", "silent", 1, "silent"],
    ["the first one beyond the start", "group", -1, "group"],
  ])("is %s", (_case, from, steps, key) => {
    expect(keyAfter(shown(items, { kind: "", clientId: "" }), from, steps)).toBe(key);
  });

  it("is none in an empty list", () => {
    expect(keyAfter([], "group", 1)).toBeUndefined();
  });
});

describe("a key", () => {
  const pressed = { code: "", ctrlKey: false, metaKey: false, altKey: false };
  it.each([
    ["j", "KeyJ", "next"],
    ["о", "KeyJ", "next"],
    ["ArrowUp", "ArrowUp", "previous"],
    ["R", "KeyR", "reply"],
    ["u", "KeyU", "undo"],
    ["x", "KeyX", undefined],
  ])("%s on %s stands for %s", (key, code, action) => {
    expect(actionOf({ ...pressed, key, code })).toBe(action);
  });

  it("with Ctrl stays the browser's", () => {
    expect(actionOf({ ...pressed, key: "r", code: "KeyR", ctrlKey: true })).toBeUndefined();
  });
});
