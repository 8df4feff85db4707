import type { TFunction } from "i18next";
import { inKilograms, inUnit, type WeightFormat, type WeightUnit } from "../../../account/weightUnit";
import type { Format } from "../../../foundation/i18n/format";
import { parseNumber } from "../../../foundation/numberInput";
import type { ExerciseKind } from "../../document";
import { distance } from "../../target";
import type { DoneSet, SessionExercise, SetValues } from "./document";
import { clock } from "./restTimer";

export type Field = "kg" | "reps" | "meters" | "seconds";

const COUNTED: Record<ExerciseKind, readonly Field[]> = {
  weight_reps: ["reps"],
  reps: ["reps"],
  time: ["seconds"],
  distance: ["meters", "seconds"],
};
/** With what a distance is gone under a weight. */
const CARRIED = ["dumbbell", "kettlebell", "barbell", "trap_bar", "plate", "sandbag", "sled", "backpack"];

/** What is counted in a set, and the weight where there is one: always beside repetitions of it, and in carries. */
export function fieldsOf(exercise: SessionExercise): Field[] {
  const { kind, equipment, load_kind, done, last } = exercise;
  const isLoaded =
    kind === "weight_reps" ||
    load_kind === "kg" ||
    load_kind === "percent" ||
    (kind === "distance" && equipment.some((one) => CARRIED.includes(one))) ||
    [...done, ...last].some(({ kg }) => kg !== null);
  return isLoaded ? ["kg", ...COUNTED[kind]] : [...COUNTED[kind]];
}

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

/** A set in few words: 60 × 8, 1:30, 5 km · 25:30, 80 × 20 m. The unit of the weight stands elsewhere. */
export function describeSet(
  { kg, reps, seconds, meters }: SetValues,
  weights: WeightFormat,
  t: TFunction,
  format: Format,
): string {
  const counted = [
    reps,
    meters === null ? null : distance(meters, t, format),
    seconds === null ? null : clock(seconds),
  ];
  const weight = kg === null ? null : format.number(inUnit(kg, weights.unit), 1);
  return [weight, counted.filter((one) => one !== null).join(" · ")].filter(Boolean).join(" × ");
}

/** Sets in a row, the warm-up first: (W) 40 × 8, 60 × 8 @8 (kg). */
export function describeSets(done: DoneSet[], weights: WeightFormat, t: TFunction, format: Format): string {
  const sets = done
    .toSorted((a, b) => Number(b.is_warmup) - Number(a.is_warmup) || a.set_number - b.set_number)
    .map((set) =>
      [
        set.is_warmup && `(${t("trainingClient:set.warmUpShort")})`,
        describeSet(set, weights, t, format),
        set.side && t(`trainingClient:sideShort.${set.side}`),
        set.rpe !== null && `@${format.number(set.rpe)}`,
      ]
        .filter(Boolean)
        .join(" "),
    )
    .join(", ");
  return done.some(({ kg }) => kg !== null) ? `${sets} (${t(`trainingClient:unit.${weights.unit}`)})` : sets;
}
