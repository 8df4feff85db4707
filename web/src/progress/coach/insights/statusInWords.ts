import type { TFunction } from "i18next";
import { type DayMark, isLeftOut } from "../../dayMarks";
import type { CaloriePoint } from "./chartData";

/** How a day compares with its target, or why it is not compared. Null: nothing to compare. */
export function statusInWords({ status, uncounted, mark }: CaloriePoint, t: TFunction): string | null {
  if (isLeftOut(mark)) return markInWords(mark, t);
  const words = status
    ? t(`progress:calorieStatus.${status}`)
    : uncounted && t(`progressCoach:chart.${uncounted}`);
  return [words, markInWords(mark, t)].filter(Boolean).join(", ") || null;
}

/** What somebody has said of a day, and whether the day counts. Null: nothing. */
export function markInWords(mark: DayMark | null, t: TFunction): string | null {
  if (!mark) return null;
  const said = t(`progress:day.mark.${mark}`);
  return isLeftOut(mark) ? t("progressCoach:chart.leftOut", { mark: said }) : said;
}
