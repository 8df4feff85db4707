import { expect, it } from "vitest";
import { epley, isRecord } from "./e1rm";

it.each([
  [100, 1, null, 100],
  [100, 10, null, 133.33],
  [60, 8, 8, 76],
  [60, 8, 6.5, null],
  [60, 11, null, null],
  [0, 8, null, null],
  [null, 8, null, null],
  [60, null, null, null],
])("of %s kg for %s repetitions at RPE %s is %s", (kg, reps, rpe, expected) => {
  const found = epley(kg, reps, rpe);
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 1);
});

it("a record is a set above the best before, and no warm-up", () => {
  const set = (kg: number, is_warmup = false) => ({
    client_request_id: "a",
    set_number: 1,
    is_warmup,
    side: null,
    reps: 1,
    kg,
    seconds: null,
    meters: null,
    rpe: null,
  });
  const best = { e1rm: 100, max_kg: null, max_reps: null, max_meters: null, max_seconds: null };
  expect(isRecord({ done: [set(102.5)], best })).toBe(true);
  expect(isRecord({ done: [set(100), set(120, true)], best })).toBe(false);
  expect(isRecord({ done: [set(102.5)], best: null })).toBe(false);
});
