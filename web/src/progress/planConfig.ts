/** `plans.config_json`; the database refuses anything else, see `private.check_plan_config`. */
export interface PlanConfig {
  calories_target_per_day?: number;
  calories_tolerance_pct?: number;
  protein_target_g?: number;
  carbs_target_g?: number;
  fat_target_g?: number;
  workouts_per_week_target?: number;
  preferred_types?: PreferredType[];
  notes?: string;
}

export type PlanType = "nutrition" | "training" | "combined";

export const PLAN_TYPES = ["combined", "nutrition", "training"] as const satisfies readonly PlanType[];
export const PREFERRED_TYPES = ["strength", "cardio", "hiit", "mobility", "mixed"] as const;
export type PreferredType = (typeof PREFERRED_TYPES)[number];

export const DEFAULT_TOLERANCE_PCT = 10;

/** Borders included; the same as in `private.check_plan_config`. */
export const RANGES = {
  calories_target_per_day: [500, 10000],
  calories_tolerance_pct: [0, 100],
  protein_target_g: [0, 1000],
  carbs_target_g: [0, 2000],
  fat_target_g: [0, 1000],
  workouts_per_week_target: [0, 21],
} as const satisfies Partial<Record<keyof PlanConfig, readonly [number, number]>>;

export type NumberKey = keyof typeof RANGES;

export const NUTRITION_KEYS = [
  "calories_target_per_day",
  "calories_tolerance_pct",
  "protein_target_g",
  "carbs_target_g",
  "fat_target_g",
] as const satisfies readonly NumberKey[];

export function hasNutrition(type: PlanType): boolean {
  return type !== "training";
}

export function hasTraining(type: PlanType): boolean {
  return type !== "nutrition";
}

const KCAL = { protein_target_g: 4, carbs_target_g: 4, fat_target_g: 9 } as const;

/** How far the calories of the macros may be from the target. */
const MACROS_TOLERANCE_PCT = 10;

/**
 * The calories of protein, carbs and fat (4, 4 and 9 kcal a gram) where they contradict the target: more than 10 % away, or
 * with one of them open, more than 10 % above it. Null where they agree.
 */
export function macrosAgainst(config: PlanConfig): number | null {
  const target = config.calories_target_per_day;
  if (target === undefined) return null;
  const keys = Object.keys(KCAL) as (keyof typeof KCAL)[];
  const sum = keys.reduce((kcal, key) => kcal + KCAL[key] * (config[key] ?? 0), 0);
  const isComplete = keys.every((key) => config[key] !== undefined);
  const gap = isComplete ? Math.abs(sum - target) : sum - target;
  return gap > (target * MACROS_TOLERANCE_PCT) / 100 ? sum : null;
}

/** Calories that count as on target. Rounded as `private.daily_facts` rounds them. */
export function calorieBand(config: PlanConfig): { low: number; high: number } | null {
  const target = config.calories_target_per_day;
  if (target === undefined) return null;
  const tolerance = config.calories_tolerance_pct ?? DEFAULT_TOLERANCE_PCT;
  return {
    low: Math.round((target * (100 - tolerance)) / 100),
    high: Math.round((target * (100 + tolerance)) / 100),
  };
}
