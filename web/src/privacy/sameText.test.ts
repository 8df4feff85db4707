import { expect, test } from "vitest";
import { sameText } from "./sameText";

test.each([
  ["Anna", "Anna", true],
  [" анна  петрова ", "Анна Петрова", true],
  ["Ann", "Anna", false],
  ["", "Anna", false],
  ["AnnaPetrova", "Anna Petrova", false],
])("%j confirms %j: %j", (typed, expected, same) => {
  expect(sameText(typed, expected)).toBe(same);
});
