import { Group, NativeSelect, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { inUnit, useWeightFormat } from "../../../account/weightUnit";
import { addDays, type Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import type { Facts } from "../../facts";
import { useSeries, useSummary } from "../../queries";
import { GoalWeight } from "../../weight/GoalWeight";
import { WeightSummary } from "../../weight/WeightSummary";
import { weighIns } from "../../weight/weightChart";

const WeightChart = lazy(() => import("../../weight/WeightChart"));

const SHOWN = 5;
const CHART_HEIGHT = 160;
const PERIODS = [30, 90, 365] as const;

/** Weight over a period: its change, trend and goal, and the last weigh-ins. The coach sees the same numbers. */
export function WeekWeights({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(PERIODS[0]);
  const from = addDays(today, 1 - days);
  const facts = useSummary(clientId, from, today);
  const series = useSeries(clientId, from, today);
  return (
    <QueryPanel
      title={t("progress:week.weights")}
      query={{ ...facts, data: series.data && facts.data }}
      height={420}
      isEmpty={({ aggregates }) => aggregates.last_weight_kg === null}
      empty={t("progress:week.weightsEmpty")}
    >
      {(data) => (
        <>
          <NativeSelect
            aria-label={t("progress:weight.period")}
            value={String(days)}
            data={PERIODS.map((count) => ({
              value: String(count),
              label: t("progress:weight.days", { count }),
            }))}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          />
          <Weights clientId={clientId} facts={data} series={series.data ?? []} from={from} to={today} />
        </>
      )}
    </QueryPanel>
  );
}

interface WeightsProps {
  clientId: string;
  facts: Facts;
  series: SeriesDay[];
  from: Day;
  to: Day;
}

function Weights({ clientId, facts, series, from, to }: WeightsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useWeightFormat(facts.weight_unit);
  const { last_weight_kg: lastKg, last_weight_date: lastDay } = facts.aggregates;
  const shown = weighIns(series, inWords.unit);
  const goalKg = facts.goal_weight_kg;
  return (
    <>
      <WeightSummary facts={facts} weighIns={shown} inWords={inWords} />
      <GoalWeight clientId={clientId} kilograms={goalKg} inWords={inWords} />
      {shown.length > 1 && (
        <Suspense fallback={<LoadingBlock height={CHART_HEIGHT} />}>
          <WeightChart
            weighIns={shown}
            from={from}
            to={to}
            goal={goalKg === null ? null : inUnit(goalKg, inWords.unit)}
            label={t("progress:weight.chart", {
              count: shown.length,
              from: format.day(shown[0]?.day ?? from),
              to: format.day(shown.at(-1)?.day ?? to),
            })}
            height={CHART_HEIGHT}
          />
        </Suspense>
      )}
      {shown.length === 0 && lastKg !== null && lastDay !== null && (
        <WeighInRow day={lastDay} value={inWords.weight(lastKg)} />
      )}
      {shown
        .slice(-SHOWN)
        .reverse()
        .map(({ day, value, count }) => (
          <WeighInRow
            key={day}
            day={day}
            value={t("progress:week.weightOfDay", {
              value: t(`app:unit.${inWords.unit}`, { value: format.number(value, 1) }),
              count,
            })}
          />
        ))}
    </>
  );
}

function WeighInRow({ day, value }: { day: Day; value: string }) {
  const format = useFormat();
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed">
        {format.shortDay(day)}
      </Text>
      <Text size="sm">{value}</Text>
    </Group>
  );
}
