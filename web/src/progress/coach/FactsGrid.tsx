import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Facts } from "./facts";

/** A period's numbers with what they are compared with. `days`: how many days the period has. */
export function FactsGrid({ facts, days }: { facts: Facts; days: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { aggregates: got, plan } = facts;
  const none = t("progressCoach:insights.none");
  const shown = (value: number | null, words: (value: string) => string, digits = 0) =>
    value === null ? none : words(format.number(value, digits));
  const target = (value: number | null, words: (value: string) => string) =>
    value === null ? t("progressCoach:insights.noTarget") : words(format.number(value, 1));

  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} spacing="sm" m={0}>
      <Fact
        name={t("progressCoach:insights.adherence")}
        value={got.adherence_pct === null ? "–" : format.percent(got.adherence_pct)}
        detail={
          got.days_scored > 0
            ? t("progressList:row.coverage", {
                within: got.days_within_calorie_target,
                count: got.days_scored,
              })
            : t("progressCoach:insights.notScored")
        }
        more={
          got.days_scored > got.days_within_calorie_target
            ? [
                t("progressCoach:insights.overDays", { count: got.days_above_calorie_target }),
                t("progressCoach:insights.underDays", { count: got.days_below_calorie_target }),
              ].join(", ")
            : undefined
        }
      />
      <Fact
        name={t("progressCoach:insights.days")}
        value={t("progressCoach:insights.daysOf", { done: got.days_with_data, all: days })}
      />
      <Fact
        name={t("progressCoach:insights.avgCalories")}
        value={shown(got.avg_calories, (value) => t("progressCoach:insights.kcal", { value }))}
        detail={target(plan.calories_target_per_day, (value) =>
          t("progressCoach:insights.targetKcal", { value }),
        )}
      />
      <Fact
        name={t("progressCoach:insights.avgProtein")}
        value={shown(got.avg_protein_g, (value) => t("progressCoach:insights.grams", { value }))}
        detail={target(plan.protein_target_g, (value) => t("progressCoach:insights.targetG", { value }))}
      />
      <Fact
        name={t("progressCoach:insights.weight")}
        value={shown(got.last_weight_kg, (value) => t("progressCoach:insights.kg", { value }), 1)}
        detail={
          got.weight_change_kg === null
            ? undefined
            : t("progressCoach:insights.weightChange", { value: format.change(got.weight_change_kg, 1) })
        }
      />
      <Fact
        name={t("progressCoach:insights.workouts")}
        value={format.number(got.workouts_count, 0)}
        detail={target(plan.workouts_per_week_target, (value) =>
          t("progressCoach:insights.targetWeek", { value }),
        )}
      />
      <Fact name={t("progressCoach:insights.steps")} value={shown(got.avg_steps, (value) => value)} />
      <Fact
        name={t("progressCoach:insights.sleep")}
        value={shown(got.avg_sleep_hours, (value) => t("progressCoach:insights.hours", { value }), 1)}
      />
    </SimpleGrid>
  );
}

interface FactProps {
  name: string;
  value: string;
  detail?: string;
  more?: string;
}

function Fact({ name, value, detail, more }: FactProps) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={600} size="lg" lh={1.3}>
        {value}
      </Text>
      {detail && (
        <Text component="dd" m={0} size="xs" c="dimmed">
          {detail}
        </Text>
      )}
      {more && (
        <Text component="dd" m={0} size="xs" c="dimmed">
          {more}
        </Text>
      )}
    </div>
  );
}
