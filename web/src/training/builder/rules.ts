import type { TFunction } from "i18next";
import type { WeightFormat } from "../../account/weightUnit";
import type { Format } from "../../foundation/i18n/format";
import type { ProgressionRule } from "../document";

export const RULES = ["double", "linear", "wave", "deload"] as const;

/** What a new rule of each kind begins with. */
export const NEW_RULES: Record<ProgressionRule["kind"], ProgressionRule> = {
  double: { kind: "double", step: 2.5, step_unit: "kg", requires_success: true, rounding: 2.5 },
  linear: { kind: "linear", step: 2.5, step_unit: "kg", every: 1, requires_success: true, rounding: 2.5 },
  wave: { kind: "wave", percents: [100, 105, 110], rounding: 2.5 },
  deload: { kind: "deload", every: 4, step: 40, step_unit: "percent", rounding: 2.5 },
};

/** A rule in a few words: +2.5 kg every week after all sets were done. */
export function describeRule(
  rule: ProgressionRule,
  weights: WeightFormat,
  t: TFunction,
  format: Format,
): string {
  const {
    kind,
    step = 0,
    step_unit: unit = "kg",
    every = 1,
    percents = [],
    requires_success: success,
  } = rule;
  const by = unit === "kg" ? weights.weight(step) : format.percent(step);
  const words = {
    double: () => t("trainingCoach:rule.double", { step: by }),
    linear: () =>
      every === 1
        ? t("trainingCoach:rule.linearWeekly", { step: by })
        : t("trainingCoach:rule.linear", { step: by, count: every }),
    wave: () =>
      t("trainingCoach:rule.wave", { percents: percents.map((one) => format.percent(one)).join(", ") }),
    deload: () => t("trainingCoach:rule.deload", { count: every, step: by }),
  };
  return [words[kind](), kind === "linear" && success && t("trainingCoach:rule.afterSuccess")]
    .filter(Boolean)
    .join(", ");
}
