import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { addDays, type Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { SeriesDay } from "../../api";
import type { Facts } from "../../facts";
import { useSeries, useSummary } from "../../queries";
import { WeekBars } from "./WeekBars";

export function WeekCalories({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const series = useSeries(clientId, addDays(today, -6), today);
  const facts = useSummary(clientId, addDays(today, -6), today);
  return (
    <QueryPanel title={t("progress:week.calories")} query={series} height={226}>
      {(days) => (
        <>
          <TodayLine day={days.at(-1)} />
          <WeekBars series={days} />
          <TargetLine days={days} facts={facts.data} />
        </>
      )}
    </QueryPanel>
  );
}

function TodayLine({ day }: { day: SeriesDay | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (value: number) => format.number(value, 0);
  if (day?.calories == null) return <Text size="sm">{t("progress:week.todayNone")}</Text>;
  const value = number(day.calories);
  return (
    <Text size="sm">
      {day.calories_target === null
        ? t("progress:week.today", { value })
        : t("progress:week.todayOf", { value, target: number(day.calories_target) })}
    </Text>
  );
}

function TargetLine({ days: shown, facts }: { days: SeriesDay[]; facts: Facts | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = shown.at(-1);
  const scored = facts?.aggregates.days_scored ?? 0;
  const low = today?.calories_low;
  const high = today?.calories_high;
  const band =
    low == null || high == null
      ? t("progress:week.noTarget")
      : t("progress:week.band", { low: format.number(low, 0), high: format.number(high, 0) });
  const days =
    shown[0] &&
    today &&
    scored > 0 &&
    t("progress:week.inBand", {
      days: facts?.aggregates.days_within_calorie_target,
      count: scored,
      period: format.shortDays(shown[0].day, today.day),
    });
  return (
    <Text size="xs" c="dimmed">
      {[band, days].filter(Boolean).join(" · ")}
    </Text>
  );
}
