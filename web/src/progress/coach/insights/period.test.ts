import { describe, expect, it } from "vitest";
import { lastDays, periodOf, periodProblem, periodSearch } from "./period";

const TODAY = "2026-11-20";
const asked = (query: string) => periodOf(new URLSearchParams(query), TODAY);

describe("periodOf", () => {
  it.each([
    ["", "2026-10-22", 30],
    ["days=7", "2026-11-14", 7],
    ["days=90", "2026-08-23", 90],
    ["days=8", "2026-10-22", 30],
    ["from=2026-11-20&to=2026-11-01", "2026-10-22", 30],
    ["from=yesterday&to=2026-11-01", "2026-10-22", 30],
  ])("%j begins on %s", (query, from, preset) => {
    expect(asked(query)).toEqual({ from, to: TODAY, preset });
  });

  it("takes days that were chosen", () => {
    expect(asked("from=2026-11-01&to=2026-11-10")).toEqual({
      from: "2026-11-01",
      to: "2026-11-10",
      preset: null,
    });
  });

  it("reads what periodSearch writes", () => {
    for (const period of [lastDays(7, TODAY), asked("from=2026-11-01&to=2026-11-10")]) {
      expect(periodOf(new URLSearchParams(periodSearch(period)), TODAY)).toEqual(period);
    }
  });
});

describe("periodProblem", () => {
  it.each([
    ["2026-11-01", "2026-11-01", null],
    ["2026-11-02", "2026-11-01", "reversed"],
    ["2026-11-02", "2026-11-21", "future"],
    ["2024-11-20", "2026-11-20", null],
    ["2024-11-19", "2026-11-20", "long"],
    ["", "2026-11-20", "missing"],
    ["2026-02-30", "2026-11-20", "missing"],
  ])("%s to %s: %s", (from, to, problem) => {
    expect(periodProblem(from, to, TODAY)).toBe(problem);
  });
});
