import { expect, it } from "vitest";
import { trendsByClient } from "./trends";

it("keeps the values of each client in their order", () => {
  const trends = trendsByClient([
    {
      client_id: "a",
      weights: [
        ["2026-11-01", 72],
        ["2026-11-03", 70],
      ],
      adherence: [["2026-11-07", 50]],
    },
    { client_id: "b", weights: null, adherence: null },
  ]);
  expect(trends.get("a")).toEqual({ weights: [72, 70], adherence: [50] });
  expect(trends.get("b")).toEqual({ weights: [], adherence: [] });
});
