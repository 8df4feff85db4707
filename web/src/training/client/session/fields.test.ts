import { describe, expect, it } from "vitest";
import { formatFor } from "../../../foundation/i18n/format";
import type { SessionExercise } from "./document";
import { fieldsOf, parseSeconds, read, typedAs } from "./fields";

describe("a field of a set", () => {
  it.each([
    ["kg", "62,5", "kg", 62.5],
    ["kg", "135", "lb", 61.23],
    ["kg", "1500", "kg", undefined],
    ["kg", "-5", "kg", undefined],
    ["reps", "8", "kg", 8],
    ["reps", "8.5", "kg", undefined],
    ["reps", "eight", "kg", undefined],
    ["reps", "", "kg", null],
    ["seconds", "1:30", "kg", 90],
    ["meters", "5 000", "kg", 5000],
  ] as const)("%s holds %s in %s as %s", (field, typed, unit, value) => {
    expect(read(field, typed, unit)).toBe(value);
  });

  it.each([
    ["90", 90],
    ["25:30", 1530],
    ["1:02:05", 3725],
    ["1:2:3:4", null],
    ["1:", null],
  ])("%s is %s seconds", (typed, seconds) => expect(parseSeconds(typed)).toBe(seconds));

  it("shows what it reads", () => {
    const format = formatFor("ru");
    for (const unit of ["kg", "lb"] as const) {
      for (const kg of [0, 2.5, 60, 62.5, 100]) {
        expect(read("kg", typedAs("kg", kg, unit, format), unit)).toBeCloseTo(kg, 1);
      }
    }
    expect(read("seconds", typedAs("seconds", 95, "kg", format), "kg")).toBe(95);
  });
});

describe("the fields of a set", () => {
  const plain = { kind: "distance", equipment: [], load_kind: "none", done: [], last: [] } as const;
  const fields = (changes: Partial<SessionExercise>) =>
    fieldsOf({ ...plain, ...changes } as unknown as SessionExercise);

  it("are meters and a time, with a weight where one is carried or pushed", () => {
    expect(fields({ equipment: ["rowing_machine"] })).toEqual(["meters", "seconds"]);
    expect(fields({ equipment: ["sled"] })).toEqual(["kg", "meters", "seconds"]);
  });

  it("hold a weight that is asked for, or was there the last time", () => {
    expect(fields({ kind: "reps" })).toEqual(["reps"]);
    expect(fields({ kind: "reps", load_kind: "kg" })).toEqual(["kg", "reps"]);
    const last = [
      {
        set_number: 1,
        is_warmup: false,
        side: null,
        kg: 10,
        seconds: 45,
        reps: null,
        meters: null,
        rpe: null,
      },
    ];
    expect(fields({ kind: "time", last })).toEqual(["kg", "seconds"]);
  });
});
