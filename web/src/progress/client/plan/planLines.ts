import type { TFunction } from "i18next";
import type { Format } from "../../../foundation/i18n/format";
import { DEFAULT_TOLERANCE_PCT, type PlanConfig } from "../../planConfig";

/** The targets of a plan, a line each: calories with their range, macros, workouts and their kinds. */
export function planLines(config: PlanConfig, t: TFunction, format: Format): string[] {
  const number = (value: number) => format.number(value, 0);
  const lines: string[] = [];
  const { calories_target_per_day: kcal, calories_tolerance_pct: tolerance = DEFAULT_TOLERANCE_PCT } = config;
  if (kcal !== undefined) {
    lines.push(
      t("progress:plan.calories", {
        value: number(kcal),
        low: number(kcal * (1 - tolerance / 100)),
        high: number(kcal * (1 + tolerance / 100)),
      }),
    );
  }
  const { protein_target_g: protein, carbs_target_g: carbs, fat_target_g: fat } = config;
  const macros = [
    protein != null && t("progress:event.macros.protein", { value: number(protein) }),
    carbs != null && t("progress:event.macros.carbs", { value: number(carbs) }),
    fat != null && t("progress:event.macros.fat", { value: number(fat) }),
  ].filter((words) => words !== false);
  if (macros.length > 0) lines.push(t("progress:plan.macros", { macros: macros.join(", ") }));
  const { workouts_per_week_target: workouts, preferred_types: kinds = [] } = config;
  if (workouts != null) lines.push(t("progress:plan.workouts", { count: workouts }));
  if (kinds.length > 0) {
    lines.push(
      t("progress:plan.kinds", {
        kinds: format.list(kinds.map((kind) => t(`progress:event.workoutType.${kind}`))),
      }),
    );
  }
  return lines;
}
