import { expect, it } from "vitest";
import { standings } from "./dayTotals";

const food = (id: string, hour: number, scope: "day" | "meal", more: object = {}) => ({
  id,
  date_for_metric: "2026-11-30",
  logged_at: `2026-11-30T${String(hour).padStart(2, "0")}:00:00Z`,
  status: "auto" as const,
  data_json: { calories: 500, scope },
  ...more,
});

it("lets a total stand for the meals before it, and adds those after it", () => {
  const found = standings([
    food("a", 8, "meal"),
    food("b", 12, "meal"),
    food("t", 13, "day"),
    food("c", 19, "meal"),
  ]);
  expect(found.get("t")).toEqual({ kind: "total", replaces: 2 });
  expect([found.get("a"), found.get("b")]).toEqual([{ kind: "replaced" }, { kind: "replaced" }]);
  expect(found.get("c")).toEqual({ kind: "added", calories: 500, total: 500, sum: 1000 });
});

it("lets the latest of two totals stand", () => {
  const found = standings([food("early", 8, "day"), food("late", 20, "day")]);
  expect(found.get("late")).toEqual({ kind: "total", replaces: 1 });
  expect(found.get("early")).toEqual({ kind: "replaced" });
});

it("leaves other days, what does not count and totals of protein alone out", () => {
  const found = standings([
    food("yesterday", 8, "meal", { date_for_metric: "2026-11-29" }),
    food("rejected", 9, "day", { status: "rejected" }),
    food("protein", 10, "day", { data_json: { protein_g: 100, scope: "day" } }),
    food("meal", 8, "meal"),
  ]);
  expect(found.size).toBe(0);
});

it("adds each later meal to what the day had by then", () => {
  const found = standings([food("t", 13, "day"), food("c", 19, "meal"), food("d", 21, "meal")]);
  expect(found.get("d")).toEqual({ kind: "added", calories: 500, total: 1000, sum: 1500 });
});
