import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Facts, Metric } from "../facts";
import { daysExpected } from "./daysExpected";
import type { TargetFrom } from "./insights/chartData";

const WEEK = 7;

interface FactsGridProps {
  facts: Pick<Facts, "plan" | "aggregates" | "flags">;
  /** The length of the period. */
  days: number;
  /** The calorie targets of the period in their order, if known. The facts have only the last one. */
  targets?: TargetFrom[];
}

/** A period's numbers and their targets. */
export function FactsGrid({ facts, days, targets = [] }: FactsGridProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useWeightFormat();
  const { aggregates: got, plan } = facts;
  const none = t("progressCoach:insights.none");
  /** The average with its days, or the single values with theirs. */
  const measured = (metric: Metric, words: (value: string) => string, digits = 0) => {
    const average = got[`avg_${metric}`];
    const singles = got.single_values[metric] ?? [];
    const measure = (value: number) => words(format.number(value, digits));
    if (average !== null) {
      return {
        value: measure(average),
        detail: t("progressCoach:insights.averageOver", { count: got[`days_with_${metric}`] }),
      };
    }
    if (singles.length === 0) return { value: none };
    return {
      value: singles.map(({ value }) => measure(value)).join("; "),
      detail: format.list(singles.map(({ day }) => format.shortDay(day))),
    };
  };
  const target = (value: number | null, words: (value: string) => string) =>
    value === null ? t("progressCoach:insights.noTarget") : words(format.number(value, 1));

  const expected = daysExpected(facts);
  /** The target; of several all, each with the day it changed on. */
  function calorieTarget(): string {
    const inKcal = (value: number | null) =>
      target(value, (words) => t("progressCoach:insights.targetKcal", { value: words }));
    if (targets.length < 2) return inKcal(plan.calories_target_per_day);
    return targets
      .map((one, index) =>
        index === 0
          ? inKcal(one.target)
          : t("progressCoach:insights.targetFrom", {
              target:
                one.target === null ? t("progressCoach:insights.noTarget") : format.number(one.target, 1),
              day: format.shortDay(one.from),
            }),
      )
      .join(", ");
  }

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
        value={
          expected === 0
            ? "–"
            : t("progressCoach:insights.daysOf", { done: got.days_with_data, all: expected })
        }
        detail={
          expected === days ? undefined : t("progressCoach:insights.daysLeftOut", { days: days - expected })
        }
      />
      <Fact
        name={t("progressCoach:insights.calories")}
        {...measured("calories", (value) => t("progressCoach:insights.kcal", { value }))}
        more={calorieTarget()}
      />
      <Fact
        name={t("progressCoach:insights.protein")}
        {...measured("protein_g", (value) => t("progressCoach:insights.grams", { value }))}
        more={target(plan.protein_target_g, (value) => t("progressCoach:insights.targetG", { value }))}
      />
      <Fact
        name={t("progressCoach:insights.weight")}
        value={got.last_weight_kg === null ? none : inWords.weight(got.last_weight_kg)}
        detail={got.last_weight_date ? format.shortDay(got.last_weight_date) : undefined}
        more={
          got.weight_change_kg === null || got.weight_change_since === null
            ? undefined
            : t("progressCoach:insights.weightChange", {
                value: inWords.change(got.weight_change_kg),
                day: format.shortDay(got.weight_change_since),
              })
        }
      />
      <Fact
        name={t("progressCoach:insights.workoutsAWeek")}
        value={format.number(got.workouts_per_week, 1)}
        detail={target(plan.workouts_per_week_target, (value) =>
          t("progressCoach:insights.targetWeek", { value }),
        )}
        more={
          days > WEEK ? t("progressCoach:insights.workoutsInAll", { count: got.workouts_count }) : undefined
        }
      />
      <Fact name={t("progressCoach:insights.steps")} {...measured("steps", (value) => value)} />
      <Fact
        name={t("progressCoach:insights.sleep")}
        {...measured("sleep_hours", (value) => t("progressCoach:insights.hours", { value }), 1)}
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
