import { expect, it } from "vitest";
import { trendsByClient } from "./trends";

it("keeps the weights of each client in their order", () => {
  const trends = trendsByClient([
    {
      client_id: "a",
      weights: [
        ["2026-11-01", 72],
        ["2026-11-03", 70],
      ],
      calories: null,
    },
    { client_id: "b", weights: null, calories: null },
  ]);
  expect(trends.get("a")).toEqual({ weights: [72, 70], adherence: [] });
  expect(trends.get("b")).toEqual({ weights: [], adherence: [] });
});

it("counts the scored days of a week, and passes over weeks without any", () => {
  const trends = trendsByClient([
    {
      client_id: "a",
      weights: null,
      calories: [
        ["2026-11-01", 1700, "within"],
        ["2026-11-02", 2600, "above"],
        ["2026-11-03", 1700, null],
        ["2026-11-18", 900, "below"],
        ["2026-11-19", 1700, "within"],
        ["2026-11-20", 1710, "within"],
      ],
    },
  ]);
  expect(trends.get("a")?.adherence).toEqual([50, 67]);
});
