import { describe, expect, it } from "vitest";
import type { EventData, EventType, ProgressEvent } from "../events";
import { dataFrom, problemsIn, valuesOf } from "./corrections";

function event<T extends EventType>(event_type: T, data_json: EventData[T]): ProgressEvent {
  return { event_type, data_json } as object as ProgressEvent;
}

describe("a problem", () => {
  const limits = new Map([
    ["weight_kg", { low: 20, high: 400 }],
    ["steps", { low: 0, high: 200_000 }],
    ["calories_meal", { low: 0, high: 10_000 }],
    ["macros_gap_pct", { low: null, high: null }],
  ]);

  it.each([
    ["weight", { value: "500", unit: "kg" }, { value: { low: 20, high: 400 } }],
    ["weight", { value: "500", unit: "lb" }, {}],
    ["weight", { value: "44", unit: "lb" }, { value: { low: 45, high: 881 } }],
    ["steps", { steps: "5000000" }, { steps: { low: 0, high: 200_000 } }],
    ["nutrition", { calories: "12000", scope: "meal" }, { calories: { low: 0, high: 10_000 } }],
    ["nutrition", { calories: "12000", scope: "day" }, {}],
    ["nutrition", { calories: "", protein: "" }, { calories: "required" }],
    ["nutrition", { calories: "", protein: "30" }, {}],
  ] as const)("of %s %j is said in the unit of the form: %j", (type, values, problems) => {
    expect(problemsIn(type, values, limits)).toEqual(problems);
  });
});

describe("a correction", () => {
  it("takes numbers with a comma and keeps what the form does not show", () => {
    const weight = event("weight", { value: 667, unit: "kg", estimated: true, source: "text" });
    const values = { ...valuesOf(weight), value: "66,7" };
    expect(dataFrom(weight, values)).toEqual({ value: 66.7, unit: "kg", estimated: false, source: "text" });
  });

  it("shows pounds as they were written, and saves none beside kilograms", () => {
    const weight = event("weight", { value: 68.49, unit: "kg", original: { value: 151, unit: "lb" } });
    expect(valuesOf(weight)).toEqual({ value: "151", unit: "lb" });
    expect(dataFrom(weight, { value: "68", unit: "kg" })).toEqual({
      value: 68,
      unit: "kg",
      estimated: false,
    });
  });

  it("turns an estimate into what a person says", () => {
    const meal = event("nutrition", { calories_est: 420, protein_est_g: 20, scope: "meal", estimated: true });
    const values = { ...valuesOf(meal), calories: "450", fat: "" };
    expect(dataFrom(meal, values)).toEqual({
      calories: 450,
      protein_g: 20,
      carbs_g: null,
      fat_g: null,
      scope: "meal",
      estimated: false,
    });
  });

  it("leaves several body parts alone unless the form was changed", () => {
    const workout = event("workout", { type: "strength", body_focus: ["upper", "core"] });
    expect(dataFrom(workout, valuesOf(workout))).toMatchObject({ body_focus: ["upper", "core"] });
    expect(dataFrom(workout, { ...valuesOf(workout), focus: "lower" })).toMatchObject({
      body_focus: ["lower"],
    });
  });
});

describe("a form", () => {
  it.each([
    ["weight", { value: "" }, { value: "required" }],
    ["weight", { value: "много" }, { value: "number" }],
    ["weight", { value: "-5" }, { value: "number" }],
    ["weight", { value: "67,5" }, {}],
    ["steps", { steps: "8650.5" }, { steps: "whole" }],
    ["steps", { steps: "8 650" }, {}],
    ["nutrition", { calories: "", protein: "x" }, { protein: "number" }],
    ["note", { text: "  " }, { text: "required" }],
  ] as const)("for %s with %o has the problems %o", (type, values, problems) => {
    expect(problemsIn(type, values)).toEqual(problems);
  });
});
