import type { Day } from "../../../foundation/calendar";
import {
  DEFAULT_TOLERANCE_PCT,
  hasNutrition,
  hasTraining,
  NUTRITION_KEYS,
  type NumberKey,
  type PlanConfig,
  type PlanType,
  type PreferredType,
  RANGES,
} from "../../planConfig";
import type { Plan, PlanDraft, PlanTemplate } from "../api";

/** An empty field is "". */
export type Field = number | string;

export interface PlanValues extends Record<NumberKey, Field> {
  type: PlanType;
  title: string;
  start_date: string;
  end_date: string;
  preferred_types: PreferredType[];
  notes: string;
}

export type Problem =
  | { code: "required" }
  | { code: "whole" }
  | { code: "endFirst" }
  | { code: "range"; low: number; high: number };

export type Problems = Partial<Record<keyof PlanValues, Problem>>;

const REQUIRED: readonly NumberKey[] = ["calories_target_per_day", "workouts_per_week_target"];

export function valuesOf(plan: PlanDraft): PlanValues {
  const { config_json: config } = plan;
  return {
    type: plan.type,
    title: plan.title,
    start_date: plan.start_date,
    end_date: plan.end_date ?? "",
    calories_target_per_day: config.calories_target_per_day ?? "",
    calories_tolerance_pct: config.calories_tolerance_pct ?? DEFAULT_TOLERANCE_PCT,
    protein_target_g: config.protein_target_g ?? "",
    carbs_target_g: config.carbs_target_g ?? "",
    fat_target_g: config.fat_target_g ?? "",
    workouts_per_week_target: config.workouts_per_week_target ?? "",
    preferred_types: config.preferred_types ?? [],
    notes: config.notes ?? "",
  };
}

export function newPlanValues(today: Day): PlanValues {
  return {
    type: "combined",
    title: "",
    start_date: today,
    end_date: "",
    calories_target_per_day: "",
    calories_tolerance_pct: DEFAULT_TOLERANCE_PCT,
    protein_target_g: "",
    carbs_target_g: "",
    fat_target_g: "",
    workouts_per_week_target: "",
    preferred_types: [],
    notes: "",
  };
}

/** A new draft with the targets of another plan, from today and without an end, under a title of its own. */
export function copyOf(plan: Plan, plans: readonly Plan[], today: Day): PlanValues {
  const titles = plans.map(({ title }) => title);
  return { ...valuesOf(plan), title: nextTitle(plan.title, titles), start_date: today, end_date: "" };
}

/** "Cut" is followed by "Cut 2", and that by the first number that is free. */
export function nextTitle(title: string, taken: readonly string[]): string {
  const [, name = title, number] = /^(.*\S)\s+(\d{1,3})$/.exec(title) ?? [];
  for (let next = Number(number ?? 1) + 1; ; next += 1) {
    const proposed = `${name.slice(0, 190)} ${next}`;
    if (!taken.includes(proposed)) return proposed;
  }
}

/** A plan of a template: its targets, from today. */
export function fromTemplate({ type, title, config_json }: PlanTemplate, today: Day): PlanValues {
  return valuesOf({ type, title, config_json, start_date: today, end_date: null });
}

/** What the database would refuse, by field. Ignores fields that the type of plan does not have. */
export function validatePlan(values: PlanValues): Problems {
  const problems: Problems = {};
  if (!values.title.trim()) problems.title = { code: "required" };
  if (!values.start_date) problems.start_date = { code: "required" };
  if (values.end_date && values.end_date < values.start_date) problems.end_date = { code: "endFirst" };
  for (const key of numberKeys(values.type)) {
    const problem = numberProblem(key, values[key]);
    if (problem) problems[key] = problem;
  }
  return problems;
}

export function draftOf(values: PlanValues): PlanDraft {
  return {
    type: values.type,
    title: values.title.trim(),
    start_date: values.start_date,
    end_date: values.end_date || null,
    config_json: configOf(values),
  };
}

/** The changes of a plan that was in force: no day is scored against them. Its targets stay as they are stored. */
export function unscored(values: PlanValues, plan: Plan): Partial<PlanDraft> {
  const { title, end_date, config_json } = draftOf(values);
  const { notes: _before, ...targets } = plan.config_json;
  return {
    title,
    end_date,
    config_json: config_json.notes ? { ...targets, notes: config_json.notes } : targets,
  };
}

export function configOf(values: PlanValues): PlanConfig {
  const config: PlanConfig = {};
  for (const key of numberKeys(values.type)) {
    if (values[key] !== "") config[key] = Number(values[key]);
  }
  if (hasTraining(values.type)) {
    if (values.preferred_types.length > 0) config.preferred_types = values.preferred_types;
    if (values.notes.trim()) config.notes = values.notes.trim();
  }
  return config;
}

function numberKeys(type: PlanType): NumberKey[] {
  return [
    ...(hasNutrition(type) ? NUTRITION_KEYS : []),
    ...(hasTraining(type) ? (["workouts_per_week_target"] as const) : []),
  ];
}

function numberProblem(key: NumberKey, field: Field): Problem | null {
  if (field === "") return REQUIRED.includes(key) ? { code: "required" } : null;
  const [low, high] = RANGES[key];
  const value = Number(field);
  if (!(value >= low && value <= high)) return { code: "range", low, high };
  if (key === "workouts_per_week_target" && !Number.isInteger(value)) return { code: "whole" };
  return null;
}
