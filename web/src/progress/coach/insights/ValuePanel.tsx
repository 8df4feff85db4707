import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import { useWeightFormat } from "../../weightUnit";
import { ChartTable } from "./ChartTable";
import { measured, type ValueKey, valuePoints } from "./chartData";
import { CHART_HEIGHT } from "./chartSize";
import { useChartLabel } from "./useChartLabel";

const ValueChart = lazy(() => import("./charts/ValueChart"));

/** The words, the kind of chart and the precision of each metric. */
const METRICS = {
  weight_kg: {
    name: "progressCoach:chart.weight",
    empty: "progressCoach:chart.noWeights",
    kind: "line",
    digits: 1,
  },
  steps: { name: "progressCoach:chart.steps", empty: "progressCoach:chart.noSteps", kind: "bars", digits: 0 },
  sleep_hours: {
    name: "progressCoach:chart.sleep",
    empty: "progressCoach:chart.noSleep",
    kind: "bars",
    digits: 1,
  },
} as const satisfies Record<ValueKey, object>;

interface ValuePanelProps {
  metric: ValueKey;
  query: UseQueryResult<SeriesDay[]>;
}

/** One measurement day by day. A day without it is a gap. */
export function ValuePanel({ metric, query }: ValuePanelProps) {
  const { t } = useTranslation();
  const { unit } = useWeightFormat();
  const { name, empty, ...rest } = METRICS[metric];
  const title = t(name, { unit: t(`progress:event.unit.${unit}`) });
  return (
    <QueryPanel
      title={title}
      query={query}
      height={CHART_HEIGHT + 32}
      isEmpty={(series) => series.every((day) => day[metric] === null)}
      empty={t(empty)}
    >
      {(series) => <ValueContent series={series} metric={metric} name={title} {...rest} />}
    </QueryPanel>
  );
}

interface ValueContentProps {
  series: SeriesDay[];
  metric: ValueKey;
  name: string;
  kind: "line" | "bars";
  digits: number;
}

function ValueContent({ series, metric, name, kind, digits }: ValueContentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { unit } = useWeightFormat();
  const points = valuePoints(series, metric, unit);
  const values = measured(points);
  const label = useChartLabel(name, values, digits);
  return (
    <>
      <div role="img" aria-label={label}>
        <Suspense fallback={<LoadingBlock height={CHART_HEIGHT} />}>
          <ValueChart points={points} name={name} kind={kind} digits={digits} />
        </Suspense>
      </div>
      <ChartTable
        caption={name}
        columns={[t("progressCoach:chart.day"), t("progressCoach:chart.value")]}
        rows={values.toReversed().map(({ day, value, count }) => ({
          key: day,
          cells: [
            format.day(day),
            t("progressCoach:chart.firstOfDay", { value: format.number(value, digits), count }),
          ],
        }))}
      />
    </>
  );
}
