import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../account/queries";
import { useWeightFormat } from "../../../account/weightUnit";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { WeekBars } from "../../client/week/WeekBars";
import { useSeries } from "../../queries";
import WeightChart from "../../weight/WeightChart";
import { weighIns } from "../../weight/weightChart";
import { chartPeriod } from "./weeks";

/** What a report has on paper alone: the coach's name, the calories of the week, the weight of four weeks. */
export function PaperCharts({ clientId, week }: { clientId: string; week: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: me } = useMe();
  const { unit } = useWeightFormat();
  const { from, to } = chartPeriod(week);
  const series = useSeries(clientId, from, to).data ?? [];
  const shown = weighIns(series, unit);
  return (
    <Stack gap="sm" data-print="only">
      {me?.full_name && <Text>{t("progressCoach:report.coach", { name: me.full_name })}</Text>}
      <Title order={3} size="h6">
        {t("progressCoach:chart.calories")}
      </Title>
      <WeekBars series={series.filter(({ day }) => day >= week)} />
      {shown.length > 1 && (
        <>
          <Title order={3} size="h6">
            {`${t("progressCoach:chart.weight", { unit: t(`progress:event.unit.${unit}`) })}, ${format.days(from, to)}`}
          </Title>
          <WeightChart
            weighIns={shown}
            from={from}
            to={to}
            goal={null}
            label={t("progressCoach:chart.weight", { unit: t(`progress:event.unit.${unit}`) })}
            height={160}
          />
        </>
      )}
    </Stack>
  );
}
