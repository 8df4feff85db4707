import { expect, it } from "vitest";
import { hasWords, parseNumber } from "./numberInput";

it.each([
  ["67,5", 67.5],
  ["67.5", 67.5],
  [" 8 650 ", 8650],
  ["8\u00a0650", 8650],
  ["", null],
  ["много", null],
  ["1,5,2", null],
  ["1e5", null],
  ["12kg", null],
])("%o is %o", (text, number) => {
  expect(parseNumber(text)).toBe(number);
});

it("knows words from numbers", () => {
  expect(["овсянка 350 ккал", "12kg", "8 650", "67,5", ""].filter(hasWords)).toEqual([
    "овсянка 350 ккал",
    "12kg",
  ]);
});
