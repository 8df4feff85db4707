import { expect, it } from "vitest";
import { parseHours, typedHours } from "./hours";

it.each([
  ["7:30", 7.5],
  [" 7:05 ", 7.0833],
  ["7,5", 7.5],
  ["7.5", 7.5],
  ["8", 8],
  ["7:60", null],
  ["7:3", null],
  ["seven", null],
])("reads %j as hours", (text, hours) => {
  expect(parseHours(text)).toBe(hours);
});

it.each([
  [7.5, "7:30"],
  [7.0833, "7:05"],
  [8, "8"],
  [6.33, "6.33"],
  [null, ""],
])("shows %j in a field, and reads it back", (hours, text) => {
  expect(typedHours(hours)).toBe(text);
  expect(parseHours(text)).toBe(hours);
});
