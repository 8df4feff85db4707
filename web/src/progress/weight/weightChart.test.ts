import { describe, expect, it } from "vitest";
import type { SeriesDay } from "../api";
import { weighIns, weightScale } from "./weightChart";

const day = (name: string, weight_kg: number | null, weight_trend_kg: number | null) =>
  ({ day: name, weight_kg, weight_trend_kg, weights: weight_kg === null ? 0 : 2 }) as SeriesDay;

describe("weighIns", () => {
  const series = [day("2026-11-01", 68, 68.4), day("2026-11-02", null, null)];

  it("are the days with a weight, with their trend", () => {
    expect(weighIns(series, "kg")).toEqual([{ day: "2026-11-01", value: 68, trend: 68.4, count: 2 }]);
  });

  it("are in the unit of the person", () => {
    expect(weighIns(series, "lb")[0]?.value).toBeCloseTo(149.9, 1);
  });
});

describe("weightScale", () => {
  const frame = { width: 340, height: 120, left: 40, right: 0, top: 0, bottom: 20 };
  const scale = weightScale("2026-11-01", "2026-11-11", [66.7, 68.4], frame);

  it("stretches over the days and from whole number to whole number", () => {
    expect([scale.x("2026-11-01"), scale.x("2026-11-06"), scale.x("2026-11-11")]).toEqual([40, 190, 340]);
    expect(scale.ticks).toEqual([66, 67, 68, 69]);
    expect([scale.y(66), scale.y(69)]).toEqual([100, 0]);
  });

  it("has room for a single weight, and few lines for a wide range", () => {
    expect(weightScale("2026-11-01", "2026-11-01", [70], frame).ticks).toEqual([69, 70, 71]);
    expect(weightScale("2026-11-01", "2026-11-02", [60, 100], frame).ticks.length).toBeLessThanOrEqual(5);
  });
});
