import type { TFunction } from "i18next";
import type { Format } from "../foundation/i18n/format";
import { type EventData, nutrients, type ProgressEvent } from "./events";
import { hoursInWords } from "./hours";

/** An event in few words: "вес 67.5 кг", "strength, legs, 50 min". */
export function describeEvent(event: ProgressEvent, t: TFunction, format: Format): string {
  switch (event.event_type) {
    case "weight": {
      const { value, unit } = event.data_json.original ?? event.data_json; // as it was written
      return t("progress:event.weight", {
        value: format.number(value, 2),
        unit: t(`progress:event.unit.${unit}`),
      });
    }
    case "nutrition":
      return describeNutrition(event.data_json, t, format);
    case "workout":
      return describeWorkout(event.data_json, t, format);
    case "steps":
      return t("progress:event.steps", {
        count: event.data_json.steps,
        value: format.number(event.data_json.steps, 0),
      });
    case "sleep": {
      const hours = t("progress:event.sleep", { value: hoursInWords(event.data_json.hours, t, format) });
      const quality = event.data_json.quality ?? "unknown";
      return quality === "unknown" ? hours : `${hours}, ${t(`progress:event.quality.${quality}`)}`;
    }
    case "checkin_mood":
      return t(`progress:event.mood.${event.data_json.label}`);
    default:
      return t("progress:event.note");
  }
}

/** Same as `describeEvent`, with the day where it differs from the entry's. */
export function describeEventOn(event: ProgressEvent, logDay: string, t: TFunction, format: Format): string {
  const words = describeEvent(event, t, format);
  if (event.date_for_metric === logDay) return words;
  return t("progress:event.onDay", { event: words, day: format.shortDay(event.date_for_metric) });
}

function describeNutrition(data: EventData["nutrition"], t: TFunction, format: Format): string {
  const { calories, protein, carbs, fat, estimated } = nutrients(data);
  const parts: string[] = [];
  if (calories !== null) {
    const value = format.number(calories, 0);
    parts.push(
      estimated ? t("progress:event.caloriesAbout", { value }) : t("progress:event.calories", { value }),
    );
  }
  if (protein !== null) parts.push(t("progress:event.macros.protein", { value: format.number(protein, 0) }));
  if (carbs !== null) parts.push(t("progress:event.macros.carbs", { value: format.number(carbs, 0) }));
  if (fat !== null) parts.push(t("progress:event.macros.fat", { value: format.number(fat, 0) }));
  if (parts.length === 0) return t("progress:event.nutrition");
  const all = parts.join(", ");
  return data.scope === "meal" ? t("progress:event.meal", { value: all }) : all;
}

function describeWorkout(data: EventData["workout"], t: TFunction, format: Format): string {
  const parts = [t(`progress:event.workoutType.${data.type}`)];
  for (const focus of data.body_focus ?? []) {
    if (focus !== "unspecified") parts.push(t(`progress:event.focus.${focus}`));
  }
  if (data.duration_min != null) {
    parts.push(t("progress:event.minutes", { value: format.number(data.duration_min, 0) }));
  }
  if (data.intensity && data.intensity !== "unknown")
    parts.push(t(`progress:event.intensity.${data.intensity}`));
  return parts.join(", ");
}
