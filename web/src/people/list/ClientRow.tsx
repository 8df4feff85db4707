import { Anchor, Button, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { ClientOverview } from "../../progress/coach/api";
import { reasons } from "../../progress/coach/attention";
import { ReasonBadges } from "../../progress/coach/ReasonBadges";
import { Sparkline } from "../../progress/coach/Sparkline";
import type { Trends } from "../../progress/coach/trends";
import classes from "./ClientRow.module.css";

interface ClientRowProps {
  client: ClientOverview;
  /** Absent until loaded. */
  trends: Trends | undefined;
  onInvite: () => void;
}

/** A client at a glance. The name is the link; it stretches over the card. */
export function ClientRow({ client, trends, onInvite }: ClientRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { weights, adherence } = trends ?? { weights: [], adherence: [] };
  const lastWeight = client.last_weight_kg ?? weights.at(-1) ?? null;
  return (
    <Paper component="li" withBorder p="sm" className={classes.row}>
      <div className={classes.who}>
        <Anchor
          component={Link}
          to={`/clients/${client.client_id}`}
          fw={600}
          c="var(--mantine-color-text)"
          className={classes.link}
        >
          {client.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {client.last_log_at
            ? t("coach.clients.lastLog", { moment: format.dateTime(client.last_log_at) })
            : t("coach.clients.noLog")}
        </Text>
        <ReasonBadges reasons={reasons(client)} none={t("coach.clients.allGood")} />
        {!client.has_account && (
          <Button
            size="xs"
            variant="default"
            className={classes.action}
            aria-label={t("coach.clients.inviteName", { name: client.name })}
            onClick={onInvite}
          >
            {client.has_open_invite ? t("coach.clients.inviteAgain") : t("coach.clients.invite")}
          </Button>
        )}
      </div>
      <Trend
        title={t("coach.clients.weight")}
        value={lastWeight === null ? "–" : t("coach.clients.kg", { value: format.number(lastWeight, 1) })}
        detail={
          client.weight_change_kg === null
            ? ""
            : t("coach.clients.changeKg", { value: format.change(client.weight_change_kg, 1) })
        }
      >
        <Sparkline
          values={weights}
          label={t("coach.clients.weightTrend", {
            values: weights.map((value) => format.number(value, 1)).join("; "),
          })}
        />
      </Trend>
      <Trend
        title={t("coach.clients.adherence")}
        value={client.adherence_pct === null ? "–" : format.percent(client.adherence_pct)}
        detail={
          client.days_scored
            ? t("coach.clients.coverage", {
                within: client.days_within_calorie_target ?? 0,
                count: client.days_scored,
              })
            : t("coach.clients.notScored")
        }
      >
        <Sparkline
          values={adherence}
          range={[0, 100]}
          label={t("coach.clients.adherenceTrend", {
            values: adherence.map((value) => format.percent(value)).join("; "),
          })}
        />
      </Trend>
    </Paper>
  );
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
