import type { Day } from "../../../foundation/calendar";
import type { Plan, PlanDraft } from "../api";
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
} from "./planConfig";

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

export function valuesOf(plan: Plan): PlanValues {
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

/** A new draft with the targets of another plan, from today and without an end. */
export function copyOf(plan: Plan, today: Day): PlanValues {
  return { ...valuesOf(plan), start_date: today, end_date: "" };
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

function configOf(values: PlanValues): PlanConfig {
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
