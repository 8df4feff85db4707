import type { TFunction } from "i18next";
import type { Conflict } from "../../../foundation/conflict";
import type { Format } from "../../../foundation/i18n/format";

/** Both values of each field of a plan in which two edits differ. */
export function planDifferences({ now, yours }: Conflict, t: TFunction, format: Format) {
  const [before, after] = [flat(now), flat(yours)];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      name: t(`progressCoach:plans.field.${field as "title"}`),
      now: inWords(field, before[field]),
      yours: inWords(field, after[field]),
    }));

  function inWords(field: string, value: unknown): string {
    if (value == null) return "–";
    if (field === "type") return t(`progressCoach:plans.type.${value as "nutrition"}`);
    if (field === "preferred_types") {
      return format.list((value as "strength"[]).map((type) => t(`progress:event.workoutType.${type}`)));
    }
    if (field.endsWith("_date")) return format.date(value as string);
    return typeof value === "number" ? format.number(value) : String(value);
  }
}

function flat({ config_json: config, ...columns }: Record<string, unknown>): Record<string, unknown> {
  return { ...columns, ...(config as object | undefined) };
}
