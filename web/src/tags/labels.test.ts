import { describe, expect, it } from "vitest";
import { sameLabel, usedLabels } from "./labels";

describe("labels in use", () => {
  it("are counted whatever their letter case, and sorted", () => {
    const tags = new Map([
      ["anna", ["Утро", "online"]],
      ["mark", ["Online", "утро"]],
      ["daria", ["Online"]],
    ]);
    expect(usedLabels(tags)).toEqual([
      { label: "online", count: 3 },
      { label: "Утро", count: 2 },
    ]);
  });

  it("are none without tags", () => {
    expect(usedLabels(new Map())).toEqual([]);
  });
});

it.each([
  ["Online", "ONLINE", true],
  ["Ёлка", "ёлка", true],
  ["Online", "On line", false],
])("%s and %s: the same tag is %s", (a, b, same) => {
  expect(sameLabel(a, b)).toBe(same);
});
