import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { ActivePlan } from "../../api";
import { useActivePlans } from "../../queries";
import { planLines } from "./planLines";
import { usePlanSeen } from "./usePlanSeen";

/** What the coach has planned and is in force today. Says when it has changed since this device last showed it. */
export function MyPlan({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const plans = useActivePlans(clientId);
  const { isChanged, markSeen } = usePlanSeen(clientId);
  return (
    <QueryPanel
      title={t("progress:plan.title")}
      query={plans}
      height={96}
      isEmpty={(found) => found.length === 0}
      empty={t("progress:plan.empty")}
      action={
        isChanged && (
          <Group gap={4} wrap="nowrap">
            <Badge color="orange" variant="light" c="var(--mantine-color-text)" tt="none">
              {t("progress:plan.changed")}
            </Badge>
            <Button size="compact-xs" variant="subtle" onClick={markSeen}>
              {t("progress:plan.seen")}
            </Button>
          </Group>
        )
      }
    >
      {(found) => found.map((plan) => <OnePlan key={plan.id} plan={plan} />)}
    </QueryPanel>
  );
}

function OnePlan({ plan }: { plan: ActivePlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const period = plan.end_date
    ? format.days(plan.start_date, plan.end_date)
    : t("progress:plan.since", { day: format.day(plan.start_date) });
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {plan.title}
      </Text>
      <Text size="xs" c="dimmed">
        {period}
      </Text>
      {planLines(plan.config_json, t, format).map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
      {plan.config_json.notes && (
        <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {t("progress:plan.notes", { notes: plan.config_json.notes })}
        </Text>
      )}
    </Stack>
  );
}
