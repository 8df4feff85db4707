import { expect, it } from "vitest";
import { parseNumber } from "./numberInput";

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
