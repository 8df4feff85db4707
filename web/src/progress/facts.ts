import type { Day } from "../foundation/calendar";
import type { WeightUnit } from "./events";

/** A client's facts for a period, as `progress_summary` gives them and weekly reports keep them. */
export interface Facts {
  /** In which the client writes weights. */
  weight_unit: WeightUnit;
  goal_weight_kg: number | null;
  plan: PlanTargets;
  aggregates: Aggregates;
  flags: Flags;
}

export interface PlanTargets {
  calories_target_per_day: number | null;
  protein_target_g: number | null;
  workouts_per_week_target: number | null;
}

export type Metric = "calories" | "protein_g" | "carbs_g" | "fat_g" | "steps" | "sleep_hours";

/** An average is over `days_with_...` days, and null under three of them: then there are `single_values`. */
export interface Aggregates
  extends Record<`avg_${Metric}`, number | null>,
    Record<`days_with_${Metric}`, number> {
  days_with_data: number;
  single_values: Partial<Record<Metric, { day: Day; value: number }[]>>;
  days_scored: number;
  days_within_calorie_target: number;
  days_above_calorie_target: number;
  days_below_calorie_target: number;
  adherence_pct: number | null;
  workouts_count: number;
  workouts_per_week: number;
  last_weight_kg: number | null;
  /** It may lie before the period. */
  last_weight_date: Day | null;
  weight_change_kg: number | null;
  weight_change_since: Day | null;
}

/** Days in a row, both ends included. */
export interface Run {
  from: Day;
  to: Day;
}

/** A run lasts until the last day that is over. */
export interface Flags {
  missing_data_days: Day[];
  /** Their calories are outside the limits and not checked: neither averaged nor scored. */
  doubtful_days: Day[];
  /** Somebody was ill, travelling or free: neither missing, averaged nor scored. */
  excused_days: Day[];
  no_data_streak: boolean;
  no_data_run: Run | null;
  consistent_over_target: boolean;
  over_target_run: Run | null;
  consistent_under_target: boolean;
  under_target_run: Run | null;
}
