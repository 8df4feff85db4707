import { Group, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import { isLeftOut } from "../../dayMarks";
import classes from "./CaloriesPanel.module.css";
import { ChartTable } from "./ChartTable";
import { type CaloriePoint, caloriePoints, targetBands } from "./chartData";
import { CHART_HEIGHT } from "./chartSize";
import { statusInWords } from "./statusInWords";
import { useChartLabel } from "./useChartLabel";

const CalorieChart = lazy(() => import("./charts/CalorieChart"));

/** Calories day by day against the range that was the target on that day. */
export function CaloriesPanel({ query }: { query: UseQueryResult<SeriesDay[]> }) {
  const { t } = useTranslation();
  return (
    <QueryPanel
      title={t("progressCoach:chart.calories")}
      query={query}
      height={CHART_HEIGHT + 56}
      isEmpty={(series) => series.every((day) => day.calories === null)}
      empty={t("progressCoach:chart.noCalories")}
    >
      {(series) => <Calories points={caloriePoints(series)} />}
    </QueryPanel>
  );
}

function Calories({ points }: { points: CaloriePoint[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = t("progressCoach:chart.calories");
  const logged = points.flatMap((point) =>
    point.calories === null ? [] : [{ ...point, value: point.calories }],
  );
  const label = useChartLabel(name, logged, 0);
  return (
    <>
      <Group gap="md" aria-hidden>
        <LegendItem kind="within" words={t("progress:calorieStatus.within")} />
        <LegendItem kind="above" words={t("progress:calorieStatus.above")} />
        <LegendItem kind="below" words={t("progress:calorieStatus.below")} />
        <LegendItem kind="band" words={t("progressCoach:chart.band")} />
        {logged.some(({ status }) => status === null) && (
          <LegendItem kind="none" words={t("progressCoach:chart.notScored")} />
        )}
        {points.some(({ mark }) => isLeftOut(mark)) && (
          <LegendItem kind="leftOut" words={t("progressCoach:chart.leftOutDays")} />
        )}
        {logged.some(({ estimated }) => estimated) && (
          <LegendItem kind="estimated" words={t("progressCoach:chart.estimated")} />
        )}
      </Group>
      <div role="img" aria-label={label}>
        <Suspense fallback={<LoadingBlock height={CHART_HEIGHT} />}>
          <CalorieChart points={points} bands={targetBands(points)} />
        </Suspense>
      </div>
      <ChartTable
        caption={name}
        columns={[
          t("progressCoach:chart.day"),
          t("progressCoach:chart.calories"),
          t("progressCoach:chart.band"),
          t("progressCoach:chart.status"),
        ]}
        rows={points.toReversed().map((point) => ({
          key: point.day,
          cells: [
            format.day(point.day),
            point.calories === null
              ? t("progressCoach:chart.unlogged")
              : `${point.estimated ? "≈ " : ""}${format.number(point.calories, 0)}`,
            point.low === null || point.high === null
              ? t("progressCoach:chart.noTarget")
              : `${format.number(point.low, 0)}–${format.number(point.high, 0)}`,
            statusInWords(point, t) ?? "–",
          ],
        }))}
      />
    </>
  );
}

function LegendItem({ kind, words }: { kind: keyof typeof classes & string; words: string }) {
  return (
    <Text size="xs" c="dimmed" className={classes.item}>
      <span className={classes[kind]} />
      {words}
    </Text>
  );
}
