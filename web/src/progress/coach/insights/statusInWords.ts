import type { TFunction } from "i18next";
import type { CaloriePoint } from "./chartData";

/** How a day compares with its target, or why it is not compared. Null: nothing to compare. */
export function statusInWords({ status, uncounted }: CaloriePoint, t: TFunction): string | null {
  if (status) return t(`progress:calorieStatus.${status}`);
  return uncounted && t(`progressCoach:chart.${uncounted}`);
}
