import { describe, expect, it } from "vitest";
import { BARS, loadBar, PLATES } from "./plates";

describe("loading a bar", () => {
  it.each([
    ["kg", 60, 20, [20], 60],
    ["kg", 62.5, 20, [20, 1.25], 62.5],
    ["kg", 142.5, 20, [25, 25, 10, 1.25], 142.5],
    ["kg", 61, 20, [20], 60],
    ["kg", 20, 20, [], 20],
    ["kg", 12, 20, [], 20],
    ["kg", 22.4, 10, [5], 20],
    ["lb", 135, 45, [45], 135],
    ["lb", 227.5, 45, [45, 45], 225],
    ["lb", 102, 45, [25, 2.5], 100],
  ] as const)("of %s for %s on a bar of %s", (unit, weight, bar, perSide, total) => {
    expect(loadBar(weight, bar, PLATES[unit])).toEqual({ perSide, total });
  });

  it.each(["kg", "lb"] as const)(
    "is never above what is asked, and less than two plates below it, in %s",
    (unit) => {
      const smallest = Math.min(...PLATES[unit]);
      for (const bar of BARS[unit]) {
        for (let weight = bar; weight <= 400; weight += 0.7) {
          const { total, perSide } = loadBar(weight, bar, PLATES[unit]);
          expect(total).toBeLessThanOrEqual(weight + 1e-9 * weight + 1e-6);
          expect(weight - total).toBeLessThan(2 * smallest + 0.02);
          expect(perSide).toEqual(perSide.toSorted((a, b) => b - a));
        }
      }
    },
  );
});
