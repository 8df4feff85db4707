import { expect, it } from "vitest";
import type { LibraryExercise } from "../api";
import { findExercises } from "./findExercises";

const exercise = (name_en: string, name_ru: string, aliases: string[] = []): LibraryExercise => ({
  id: name_en,
  name_en,
  name_ru,
  aliases,
  kind: "weight_reps",
  unilateral: false,
  equipment: [],
});

const LIBRARY = [
  exercise("Back squat", "Приседания со штангой", ["squat"]),
  exercise("Bench press", "Жим лёжа"),
  exercise("Overhead press", "Жим стоя", ["OHP"]),
  exercise("Deadlift", "Становая тяга"),
];

it.each([
  ["bench", ["Bench press"]],
  ["PRESS", ["Bench press", "Overhead press"]],
  ["жим лежа", ["Bench press"]],
  ["присидания", ["Back squat"]],
  ["dedlift", ["Deadlift"]],
  ["ohp", ["Overhead press"]],
  ["становая тега", ["Deadlift"]],
  ["zzzz", []],
])("%s finds %s", (typed, expected) => {
  const found = findExercises(LIBRARY, typed).map(({ id }) => id);
  expect(found.slice(0, Math.max(1, expected.length))).toEqual(expected);
});
