import { expect, it } from "vitest";
import { trendsByClient } from "./trends";

it("splits points by client, oldest first, the newest of a day", () => {
  const trends = trendsByClient([
    { client_id: "a", day: "2026-11-03", value: 70 },
    { client_id: "b", day: "2026-11-03", value: 90 },
    { client_id: "a", day: "2026-11-02", value: 71 },
    { client_id: "a", day: "2026-11-02", value: 75 },
    { client_id: "a", day: "2026-11-01", value: 72 },
  ]);
  expect(trends.get("a")?.map(({ value }) => value)).toEqual([72, 71, 70]);
  expect(trends.get("b")?.map(({ value }) => value)).toEqual([90]);
});
