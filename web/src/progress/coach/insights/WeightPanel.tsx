import { Box, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inUnit, useWeightFormat } from "../../../account/weightUnit";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import type { Facts } from "../../facts";
import { GoalWeight } from "../../weight/GoalWeight";
import WeightChart from "../../weight/WeightChart";
import { WeightSummary } from "../../weight/WeightSummary";
import { weighIns } from "../../weight/weightChart";
import { ChartTable } from "./ChartTable";
import { CHART_HEIGHT } from "./chartSize";
import type { Period } from "./period";
import { useChartLabel } from "./useChartLabel";

interface WeightPanelProps {
  clientId: string;
  period: Period;
  query: UseQueryResult<SeriesDay[]>;
  facts: Facts | undefined;
}

/** Weigh-ins with their trend, the goal, and the change over the period. */
export function WeightPanel({ clientId, period, query, facts }: WeightPanelProps) {
  const { t } = useTranslation();
  const { unit } = useWeightFormat();
  const title = t("progressCoach:chart.weight", { unit: t(`progress:event.unit.${unit}`) });
  return (
    <QueryPanel title={title} query={query} height={CHART_HEIGHT + 116}>
      {(series) => (
        <WeightContent clientId={clientId} period={period} series={series} facts={facts} name={title} />
      )}
    </QueryPanel>
  );
}

interface WeightContentProps extends Omit<WeightPanelProps, "query"> {
  series: SeriesDay[];
  name: string;
}

function WeightContent({ clientId, period, series, facts, name }: WeightContentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useWeightFormat();
  const shown = weighIns(series, inWords.unit);
  const label = useChartLabel(name, shown, 1);
  const goalKg = facts?.goal_weight_kg ?? null;
  return (
    <Stack gap="xs">
      <Box mih={22}>{facts && <WeightSummary facts={facts} weighIns={shown} inWords={inWords} />}</Box>
      <GoalWeight clientId={clientId} kilograms={goalKg} inWords={inWords} />
      {shown.length === 0 ? (
        t("progressCoach:chart.noWeights")
      ) : (
        <>
          <WeightChart
            weighIns={shown}
            from={period.from}
            to={period.to}
            goal={goalKg === null ? null : inUnit(goalKg, inWords.unit)}
            label={label}
            height={CHART_HEIGHT}
          />
          <ChartTable
            caption={name}
            columns={[
              t("progressCoach:chart.day"),
              t("progressCoach:chart.value"),
              t("progressCoach:chart.trend"),
            ]}
            rows={shown.toReversed().map(({ day, value, trend, count }) => ({
              key: day,
              cells: [
                format.day(day),
                t("progressCoach:chart.firstOfDay", { value: format.number(value, 1), count }),
                format.number(trend, 1),
              ],
            }))}
          />
        </>
      )}
    </Stack>
  );
}
