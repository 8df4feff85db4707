import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../../account/weightUnit";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { ClientOverview } from "../api";
import { useTrends } from "../queries";
import classes from "./ClientTrends.module.css";
import { Sparkline } from "./Sparkline";

/** Weight and adherence of a client in the list. The lines are loaded beside the clients; rows do not wait for them. */
export function ClientTrends({ overview }: { overview: ClientOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useWeightFormat();
  const { weights, adherence } = useTrends().data?.get(overview.client_id) ?? { weights: [], adherence: [] };
  return (
    <div className={classes.trends}>
      <Trend
        title={t("progressList:row.weight")}
        value={overview.last_weight_kg === null ? "–" : inWords.weight(overview.last_weight_kg)}
        detail={weightDetail()}
      >
        <Sparkline
          values={weights}
          label={t("progressList:row.weightTrend", {
            values: weights.map(inWords.weight).join("; "),
          })}
        />
      </Trend>
      <Trend
        title={t("progressList:row.adherence")}
        value={overview.adherence_pct === null ? "–" : format.percent(overview.adherence_pct)}
        detail={
          overview.days_scored
            ? t("progressList:row.coverage", {
                within: overview.days_within_calorie_target ?? 0,
                count: overview.days_scored,
              })
            : t("progressList:row.notScored")
        }
      >
        <Sparkline
          values={adherence}
          range={[0, 100]}
          label={t("progressList:row.adherenceTrend", {
            values: adherence.map((value) => format.percent(value)).join("; "),
          })}
        />
      </Trend>
    </div>
  );

  /** The change with the day it is since; without one, the day of the last weight. */
  function weightDetail(): string {
    const { weight_change_kg: change, weight_change_since: since, last_weight_date: date } = overview;
    if (change !== null && since !== null) {
      return t("progressList:row.change", { value: inWords.change(change), day: format.shortDay(since) });
    }
    return date === null ? "" : format.shortDay(date);
  }
}

interface TrendProps {
  title: string;
  value: string;
  detail: string;
  children: ReactNode;
}

function Trend({ title, value, detail, children }: TrendProps) {
  return (
    <div className={classes.trend}>
      <div>
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <Text fw={600} lh={1.2}>
          {value}
        </Text>
        <Text size="xs" c="dimmed" className={classes.detail}>
          {detail}
        </Text>
      </div>
      {children}
    </div>
  );
}
