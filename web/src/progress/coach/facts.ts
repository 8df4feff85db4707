/** A client's facts for a period, as `progress_summary` gives them and weekly reports keep them. */
export interface Facts {
  plan: PlanTargets;
  aggregates: Aggregates;
  flags: Flags;
}

export interface PlanTargets {
  calories_target_per_day: number | null;
  protein_target_g: number | null;
  workouts_per_week_target: number | null;
}

/** Averages are over days that have the metric. Null means that no day has it. */
export interface Aggregates {
  days_with_data: number;
  days_with_calories: number;
  days_scored: number;
  avg_calories: number | null;
  avg_protein_g: number | null;
  avg_carbs_g: number | null;
  avg_fat_g: number | null;
  days_within_calorie_target: number;
  days_above_calorie_target: number;
  days_below_calorie_target: number;
  adherence_pct: number | null;
  workouts_count: number;
  avg_steps: number | null;
  avg_sleep_hours: number | null;
  last_weight_kg: number | null;
  weight_change_kg: number | null;
}

export interface Flags {
  missing_data_days: number;
  no_data_streak: boolean;
  consistent_over_target: boolean;
  consistent_under_target: boolean;
}
