import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WeightFormat } from "../../account/weightUnit";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Facts } from "../facts";
import type { WeighIn } from "./weightChart";

interface WeightSummaryProps {
  facts: Pick<Facts, "aggregates">;
  weighIns: WeighIn[];
  inWords: WeightFormat;
}

/** The change over the shown period, which is the one of list and report, and where the trend is. */
export function WeightSummary({ facts: { aggregates }, weighIns, inWords }: WeightSummaryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { weight_change_kg: change, weight_change_since: since } = aggregates;
  const trend = weighIns.at(-1)?.trend;
  return (
    <Group gap="md">
      {change !== null && since !== null && (
        <Text size="sm" fw={600}>
          {t("progress:week.change", { value: inWords.change(change), day: format.day(since) })}
        </Text>
      )}
      {trend !== undefined && (
        <Text size="sm" title={t("progress:weight.trendMeans")}>
          {t("progress:weight.trend", {
            value: t(`app:unit.${inWords.unit}`, { value: format.number(trend, 1) }),
          })}
        </Text>
      )}
    </Group>
  );
}
