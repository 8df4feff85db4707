import { expect, it } from "vitest";
import { daysExpected } from "./daysExpected";

it("days with data and days without it make up all the days that are counted", () => {
  const missing_data_days = ["2026-11-03", "2026-11-09", "2026-11-10", "2026-11-20"];
  expect(daysExpected({ aggregates: { days_with_data: 24 }, flags: { missing_data_days } })).toBe(28);
  expect(daysExpected({ aggregates: { days_with_data: 0 }, flags: { missing_data_days: [] } })).toBe(0);
});
