import { describe, expect, it } from "vitest";
import { calorieBand, macrosAgainst } from "../../planConfig";
import type { Plan } from "../api";
import {
  copyOf,
  draftOf,
  fromTemplate,
  newPlanValues,
  nextTitle,
  type PlanValues,
  unscored,
  validatePlan,
  valuesOf,
} from "./planForm";

const valid: PlanValues = {
  ...newPlanValues("2026-11-20"),
  title: " Slow cut ",
  calories_target_per_day: 1700,
  workouts_per_week_target: 3,
};

describe("validatePlan", () => {
  it("takes what the database takes", () => {
    expect(validatePlan(valid)).toEqual({});
  });

  it.each([
    ["title", "  ", { code: "required" }],
    ["start_date", "", { code: "required" }],
    ["end_date", "2026-11-19", { code: "endFirst" }],
    ["end_date", "2026-11-20", undefined],
    ["calories_target_per_day", "", { code: "required" }],
    ["calories_target_per_day", 499, { code: "range", low: 500, high: 10000 }],
    ["calories_target_per_day", 500, undefined],
    ["calories_target_per_day", 10001, { code: "range", low: 500, high: 10000 }],
    ["calories_target_per_day", "many", { code: "range", low: 500, high: 10000 }],
    ["calories_tolerance_pct", "", undefined],
    ["calories_tolerance_pct", 0, undefined],
    ["calories_tolerance_pct", 101, { code: "range", low: 0, high: 100 }],
    ["protein_target_g", 1001, { code: "range", low: 0, high: 1000 }],
    ["carbs_target_g", 2000, undefined],
    ["fat_target_g", -1, { code: "range", low: 0, high: 1000 }],
    ["workouts_per_week_target", "", { code: "required" }],
    ["workouts_per_week_target", 2.5, { code: "whole" }],
    ["workouts_per_week_target", 22, { code: "range", low: 0, high: 21 }],
  ] as const)("%s %j: %j", (field, value, problem) => {
    expect(validatePlan({ ...valid, [field]: value })[field]).toEqual(problem);
  });

  it("looks only at what the type of plan has", () => {
    expect(validatePlan({ ...valid, type: "nutrition", workouts_per_week_target: "" })).toEqual({});
    expect(validatePlan({ ...valid, type: "training", calories_target_per_day: "" })).toEqual({});
  });
});

describe("draftOf", () => {
  it("leaves out what is empty and what the type does not have", () => {
    expect(draftOf({ ...valid, type: "nutrition", protein_target_g: "130", notes: "no jumps" })).toEqual({
      type: "nutrition",
      title: "Slow cut",
      start_date: "2026-11-20",
      end_date: null,
      config_json: { calories_target_per_day: 1700, calories_tolerance_pct: 10, protein_target_g: 130 },
    });
  });

  it("has no nutrition in a training plan", () => {
    const values: PlanValues = { ...valid, type: "training", preferred_types: ["cardio"], notes: " slow " };
    expect(draftOf(values).config_json).toEqual({
      workouts_per_week_target: 3,
      preferred_types: ["cardio"],
      notes: "slow",
    });
  });
});

describe("valuesOf and copyOf", () => {
  const plan: Plan = {
    id: "p",
    client_id: "c",
    type: "combined",
    title: "Cut",
    start_date: "2026-10-01",
    end_date: "2026-10-31",
    config_json: { calories_target_per_day: 1700, workouts_per_week_target: 2, calories_tolerance_pct: 5 },
    is_active: false,
    activated_at: "2026-10-01T00:00:00Z",
    version: 1,
    created_at: "",
    updated_at: "",
  };

  it("gives back the plan that was read", () => {
    const { type, title, start_date, end_date, config_json } = plan;
    expect(draftOf(valuesOf(plan))).toEqual({ type, title, start_date, end_date, config_json });
  });

  it("begins a copy today, without an end", () => {
    const copy = copyOf(plan, [plan], "2026-11-20");
    expect(draftOf(copy)).toMatchObject({ title: "Cut 2", start_date: "2026-11-20", end_date: null });
  });

  it("changes the notes of a plan that was in force, and no target", () => {
    const stored = { ...plan, config_json: { calories_target_per_day: 1700, workouts_per_week_target: 2 } };
    const changes = unscored({ ...valuesOf(stored), notes: "No jumps", fat_target_g: 50 }, stored);
    expect(changes).toEqual({
      title: "Cut",
      end_date: "2026-10-31",
      config_json: { ...stored.config_json, notes: "No jumps" },
    });
  });

  it("keeps the targets of a template, from the chosen day", () => {
    const { id, type, title, config_json } = plan;
    const made = draftOf(fromTemplate({ id, type, title, config_json }, "2026-11-20"));
    expect(made).toEqual({ type, title, config_json, start_date: "2026-11-20", end_date: null });
  });
});

describe("nextTitle", () => {
  it.each([
    ["Cut", ["Cut"], "Cut 2"],
    ["Cut 2", ["Cut", "Cut 2", "Cut 3"], "Cut 4"],
    ["Мягкий дефицит", [], "Мягкий дефицит 2"],
    ["2026", [], "2026 2"],
  ])("%s, taken %j: %s", (title, taken, next) => {
    expect(nextTitle(title, taken)).toBe(next);
  });
});

describe("macrosAgainst", () => {
  const macros = { protein_target_g: 200, carbs_target_g: 300, fat_target_g: 100 };
  it.each([
    [{ calories_target_per_day: 1700, ...macros }, 2900],
    [{ calories_target_per_day: 2900, ...macros }, null],
    [{ calories_target_per_day: 2650, ...macros }, null],
    [{ calories_target_per_day: 2600, ...macros }, 2900],
    [{ calories_target_per_day: 3300, ...macros }, 2900],
    [{ calories_target_per_day: 1700, protein_target_g: 130 }, null],
    [{ calories_target_per_day: 1700, fat_target_g: 250 }, 2250],
    [macros, null],
  ])("%j: %j", (config, sum) => {
    expect(macrosAgainst(config)).toBe(sum);
  });
});

describe("calorieBand", () => {
  it.each([
    [{ calories_target_per_day: 1700 }, { low: 1530, high: 1870 }],
    [
      { calories_target_per_day: 1850, calories_tolerance_pct: 15 },
      { low: 1573, high: 2128 },
    ],
    [{ workouts_per_week_target: 3 }, null],
  ])("%j: %j", (config, band) => {
    expect(calorieBand(config)).toEqual(band);
  });
});
