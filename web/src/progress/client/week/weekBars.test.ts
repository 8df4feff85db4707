import { describe, expect, it } from "vitest";
import type { CalorieStatus, SeriesDay } from "../../api";
import { weekBars } from "./weekBars";

function day(
  name: string,
  calories: number | null,
  calorie_status: CalorieStatus | null,
  high: number | null = 1870,
) {
  const low = high === null ? null : 1530;
  const calories_target = high === null ? null : 1700;
  return {
    day: name,
    calories,
    calorie_status,
    calories_target,
    calories_low: low,
    calories_high: high,
    state: null,
    excuse: null,
  } as SeriesDay;
}

const WEEK = [
  day("2026-11-17", 1700, "within"),
  day("2026-11-18", 2300, "above"),
  day("2026-11-19", null, null),
  day("2026-11-20", 600, null),
];

describe("the calories of a week", () => {
  const bars = weekBars(WEEK);

  it("show an unlogged day as unlogged, not as zero", () => {
    expect(bars[2]).toMatchObject({ calories: null, status: "unlogged" });
  });

  it("give no verdict on a day that is not scored", () => {
    expect(bars.map((bar) => bar.status)).toEqual(["within", "above", "unlogged", "open"]);
  });

  it("say what somebody has said of a day, also that all of it is logged", () => {
    const marked = [
      { ...day("2026-11-17", 1700, "within"), state: "complete", excuse: null },
      { ...day("2026-11-18", null, null), state: "excused", excuse: "ill" },
      { ...day("2026-11-19", 600, null), state: "partial", excuse: null },
      { ...day("2026-11-20", 1500, null), state: null, excuse: null },
    ] as SeriesDay[];
    expect(weekBars(marked).map((bar) => bar.mark)).toEqual(["complete", "ill", "partial", null]);
  });

  it("fit into the chart, band included", () => {
    for (const bar of bars) {
      expect(bar.height).toBeLessThan(1);
      expect(bar.band?.high).toBeLessThan(1);
    }
  });

  it("have no band without a target, and no division by zero", () => {
    expect(weekBars([day("2026-11-20", null, null, null)])[0]).toMatchObject({
      height: 0,
      band: null,
    });
  });
});
