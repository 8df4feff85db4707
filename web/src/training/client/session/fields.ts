import type { TFunction } from "i18next";
import { inKilograms, inUnit, type WeightFormat, type WeightUnit } from "../../../account/weightUnit";
import type { Format } from "../../../foundation/i18n/format";
import { parseNumber } from "../../../foundation/numberInput";
import type { ExerciseKind } from "../../document";
import { distance } from "../../target";
import type { SetValues } from "./document";
import { clock } from "./restTimer";

export type Field = "kg" | "reps" | "meters" | "seconds";

/** What is counted in a set of each kind. */
export const FIELDS: Record<ExerciseKind, readonly Field[]> = {
  weight_reps: ["kg", "reps"],
  reps: ["reps"],
  time: ["seconds"],
  distance: ["meters", "seconds"],
};

const MOST: Record<Field, number> = { kg: 1000, reps: 1000, meters: 1_000_000, seconds: 86_400 };

/** A value as it stands in its field. */
export function typedAs(field: Field, value: number | null, unit: WeightUnit, format: Format): string {
  if (value === null) return "";
  if (field === "seconds") return clock(value);
  if (field === "kg" && unit === "lb") return format.typed(Math.round(inUnit(value, unit) * 10) / 10);
  return format.typed(value);
}

/** What is typed in a field, in kilograms, seconds or meters. Null for nothing, undefined for what is no such value. */
export function read(field: Field, typed: string, unit: WeightUnit): number | null | undefined {
  if (typed.trim() === "") return null;
  const value = field === "seconds" ? parseSeconds(typed) : parseNumber(typed);
  if (value === null || value < 0) return undefined;
  const kept = field === "kg" ? Math.round(inKilograms(value, unit) * 100) / 100 : value;
  if (kept > MOST[field] || (field === "reps" && !Number.isInteger(kept))) return undefined;
  return kept;
}

/** Seconds as people type them: 90, 1:30, 1:02:05. Null if it is not a time. */
export function parseSeconds(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d+$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** A set in few words: 60 × 8, 1:30, 5 km · 25:30. The unit of the weight stands elsewhere. */
export function describeSet(
  set: SetValues,
  kind: ExerciseKind,
  weights: WeightFormat,
  t: TFunction,
  format: Format,
): string {
  const kg = set.kg === null ? null : format.number(inUnit(set.kg, weights.unit), 1);
  const parts: Record<ExerciseKind, (string | number | null)[]> = {
    weight_reps: [[kg, set.reps].filter((one) => one !== null).join(" × ")],
    reps: [set.reps],
    time: [set.seconds === null ? null : clock(set.seconds)],
    distance: [
      set.meters === null ? null : distance(set.meters, t, format),
      set.seconds === null ? null : clock(set.seconds),
    ],
  };
  return parts[kind].filter((one) => one !== null && one !== "").join(" · ");
}
