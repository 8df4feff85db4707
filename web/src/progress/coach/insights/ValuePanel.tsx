import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import { ChartTable } from "./ChartTable";
import { measured, type ValueKey, valuePoints } from "./chartData";
import { CHART_HEIGHT } from "./chartSize";
import { markInWords } from "./statusInWords";
import { useChartLabel } from "./useChartLabel";

const ValueChart = lazy(() => import("./charts/ValueChart"));

/** The words and the precision of each metric. */
const METRICS = {
  steps: { name: "progressCoach:chart.steps", empty: "progressCoach:chart.noSteps", digits: 0 },
  sleep_hours: {
    name: "progressCoach:chart.sleep",
    empty: "progressCoach:chart.noSleep",
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
  const { name, empty, digits } = METRICS[metric];
  const title = t(name);
  return (
    <QueryPanel
      title={title}
      query={query}
      height={CHART_HEIGHT + 32}
      isEmpty={(series) => series.every((day) => day[metric] === null)}
      empty={t(empty)}
    >
      {(series) => <ValueContent series={series} metric={metric} name={title} digits={digits} />}
    </QueryPanel>
  );
}

interface ValueContentProps {
  series: SeriesDay[];
  metric: ValueKey;
  name: string;
  digits: number;
}

function ValueContent({ series, metric, name, digits }: ValueContentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = valuePoints(series, metric);
  const values = measured(points);
  const label = useChartLabel(name, values, digits);
  return (
    <>
      <div role="img" aria-label={label}>
        <Suspense fallback={<LoadingBlock height={CHART_HEIGHT} />}>
          <ValueChart points={points} name={name} digits={digits} />
        </Suspense>
      </div>
      <ChartTable
        caption={name}
        columns={[t("progressCoach:chart.day"), t("progressCoach:chart.value")]}
        rows={values.toReversed().map(({ day, value, mark }) => ({
          key: day,
          cells: [
            format.day(day),
            [format.number(value, digits), markInWords(mark, t)].filter(Boolean).join(", "),
          ],
        }))}
      />
    </>
  );
}
