import { expect, it } from "vitest";
import { everyMonth, monthsBack } from "./revenue";

it.each([
  ["2026-11", 0, "2026-11"],
  ["2026-11", 11, "2025-12"],
  ["2026-01", 1, "2025-12"],
  ["2025-12", -1, "2026-01"],
  ["2026-03", 24, "2024-03"],
])("the month %s, %i before, is %s", (month, count, before) => {
  expect(monthsBack(month, count)).toBe(before);
});

it("every month of a range has its sums of one currency, or nothing", () => {
  const sums = { booked: 300, received: 200, refunded: 100, payments: 2 };
  const known = [
    { month: "2025-12-01", currency: "EUR", ...sums },
    { month: "2025-12-01", currency: "USD", ...sums, booked: 1 },
    { month: "2026-01-01", currency: "USD", ...sums },
  ];
  const months = everyMonth(known, "EUR", "2025-11", "2026-01");
  expect(months.map(({ month, booked }) => [month, booked])).toEqual([
    ["2025-11-01", 0],
    ["2025-12-01", 300],
    ["2026-01-01", 0],
  ]);
});
