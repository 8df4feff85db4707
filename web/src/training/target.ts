import type { TFunction } from "i18next";
import type { WeightFormat } from "../account/weightUnit";
import type { Format } from "../foundation/i18n/format";
import type { Target } from "./document";

/** A target in words: 4 × 8–10 · 60 kg · rest 2 min. The weight is that of the day, where one follows from its rules. */
export function describeTarget(
  target: Target & { target_kg?: number | null },
  weights: WeightFormat,
  t: TFunction,
  format: Format,
): string {
  const { sets, rest_seconds: rest, tempo, load_kind, target_kg = null } = target;
  return [
    t("training:target.sets", { sets, amount: amount(target, t, format) }),
    load_kind === "kg" && target_kg !== null ? null : load(target, weights, t, format),
    target_kg !== null && weights.weight(target_kg),
    rest !== null && t("training:target.rest", { time: duration(rest, t, format) }),
    tempo && t("training:target.tempo", { tempo }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** 8–10, max, 60 s, 400 m. */
export function amount(
  { reps_min, reps_max, seconds, meters }: Target,
  t: TFunction,
  format: Format,
): string {
  if (seconds !== null) return duration(seconds, t, format);
  if (meters !== null) return distance(meters, t, format);
  if (reps_min === null && reps_max === null) return t("training:target.max");
  return reps_min === null || reps_max === null || reps_min === reps_max
    ? String(reps_min ?? reps_max)
    : `${reps_min}–${reps_max}`;
}

/** The load in words. Empty if there is none. */
export function load(
  { load_kind, load: value }: Pick<Target, "load_kind" | "load">,
  weights: WeightFormat,
  t: TFunction,
  format: Format,
): string {
  if (load_kind === "none" || value === null) return "";
  if (load_kind === "kg") return weights.weight(value);
  return t(`training:target.${load_kind}`, { value: format.number(value) });
}

/** 90 s, 2 min. */
export function duration(seconds: number, t: TFunction, format: Format): string {
  return seconds >= 120 && seconds % 30 === 0
    ? t("training:target.minutes", { value: format.number(seconds / 60) })
    : t("training:target.seconds", { value: format.number(seconds) });
}

export function distance(meters: number, t: TFunction, format: Format): string {
  return meters >= 1000
    ? t("training:target.kilometers", { value: format.number(meters / 1000, 2) })
    : t("training:target.meters", { value: format.number(meters) });
}
