import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { calorieBand, DEFAULT_TOLERANCE_PCT, type PlanConfig } from "../../planConfig";

/** What a plan asks for, in words. */
export function PlanTargets({ config }: { config: PlanConfig }) {
  const { t } = useTranslation();
  const format = useFormat();
  const band = calorieBand(config);
  const nutrition = [
    config.calories_target_per_day !== undefined &&
      t("progressCoach:plans.kcal", { value: format.number(config.calories_target_per_day, 0) }),
    band &&
      t("progressCoach:plans.tolerance", {
        value: format.number(config.calories_tolerance_pct ?? DEFAULT_TOLERANCE_PCT),
      }),
    config.protein_target_g !== undefined &&
      t("progressCoach:plans.protein", { value: format.number(config.protein_target_g) }),
    config.carbs_target_g !== undefined &&
      t("progressCoach:plans.carbs", { value: format.number(config.carbs_target_g) }),
    config.fat_target_g !== undefined &&
      t("progressCoach:plans.fat", { value: format.number(config.fat_target_g) }),
  ].filter(Boolean);
  const training = [
    config.workouts_per_week_target !== undefined &&
      t("progressCoach:plans.perWeek", { count: config.workouts_per_week_target }),
    ...(config.preferred_types ?? []).map((type) => t(`progress:event.workoutType.${type}`)),
  ].filter(Boolean);
  return (
    <>
      {nutrition.length > 0 && <Text size="sm">{nutrition.join(" · ")}</Text>}
      {band && (
        <Text size="xs" c="dimmed">
          {t("progressCoach:plans.band", {
            low: format.number(band.low, 0),
            high: format.number(band.high, 0),
          })}
        </Text>
      )}
      {training.length > 0 && <Text size="sm">{training.join(" · ")}</Text>}
      {config.notes && (
        <Text size="sm" fs="italic" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {config.notes}
        </Text>
      )}
    </>
  );
}
