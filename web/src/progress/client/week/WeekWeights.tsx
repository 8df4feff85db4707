import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { addDays, type Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import type { Facts } from "../../facts";
import { useSeries, useSummary } from "../../queries";
import { useWeightFormat } from "../../weightUnit";

const SHOWN = 5;
const LOOKED_BACK = 27;

/** The last weights, one a day, newest first, and the change that the coach sees too. */
export function WeekWeights({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const facts = useSummary(clientId, addDays(today, -6), today);
  const series = useSeries(clientId, addDays(today, -LOOKED_BACK), today);
  return (
    <QueryPanel
      title={t("progress:week.weights")}
      query={facts}
      height={150}
      isEmpty={({ aggregates }) => aggregates.last_weight_kg === null}
      empty={t("progress:week.weightsEmpty")}
    >
      {(data) => <Weights facts={data} series={series.data ?? []} />}
    </QueryPanel>
  );
}

function Weights({ facts, series }: { facts: Facts; series: SeriesDay[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useWeightFormat(facts.weight_unit);
  const { aggregates } = facts;
  const weighed = series.filter((day) => day.weight_kg !== null).slice(-SHOWN);
  const last = { day: aggregates.last_weight_date as Day, weight_kg: aggregates.last_weight_kg, weights: 1 };
  const shown = weighed.length > 0 ? weighed.reverse() : [last];
  const { weight_change_kg: change, weight_change_since: since } = aggregates;
  return (
    <>
      {change !== null && since !== null && (
        <Text size="sm" fw={600}>
          {t("progress:week.change", { value: inWords.change(change), day: format.day(since) })}
        </Text>
      )}
      {shown.map(({ day, weight_kg, weights }) => (
        <Group key={day} justify="space-between">
          <Text size="sm" c="dimmed">
            {format.shortDay(day)}
          </Text>
          <Text size="sm">
            {t("progress:week.weightOfDay", {
              value: inWords.weight(weight_kg ?? 0),
              count: weights,
            })}
          </Text>
        </Group>
      ))}
    </>
  );
}
