import { Alert, Button, Group, Paper, Stack, Switch, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import type { Automation, WhyNot } from "./api";
import { useDeleteAutomation, useRuns, useSwitchAutomation } from "./queries";

interface AutomationCardProps {
  automation: Automation;
  onEdit: () => void;
}

export function AutomationCard({ automation, onEdit }: AutomationCardProps) {
  const { t } = useTranslation();
  const [showsLog, showLog] = useState(false);
  const [asks, ask] = useState(false);
  const turn = useSwitchAutomation(automation);
  const remove = useDeleteAutomation();
  const error = turn.error ?? remove.error;
  const { trigger, after_days: count } = automation;
  return (
    <Paper component="section" withBorder p="md" aria-label={automation.name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <div>
            <Title order={2} size="h5">
              {automation.name}
            </Title>
            <Text size="sm" c="dimmed">
              {t(`messagingAutomations:when.${trigger}`, { count })}
            </Text>
          </div>
          <Switch
            checked={automation.is_on}
            disabled={turn.isPending}
            aria-label={t("messagingAutomations:on", { name: automation.name })}
            onChange={(event) => turn.mutate(event.currentTarget.checked)}
          />
        </Group>
        <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{automation.template}</Text>
        {error && (
          <Alert color="red" role="alert">
            {describeError(error, t)}
          </Alert>
        )}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onEdit}>
            {t("messagingAutomations:edit")}
          </Button>
          <Button size="xs" variant="default" aria-expanded={showsLog} onClick={() => showLog(!showsLog)}>
            {t("messagingAutomations:log.title")}
          </Button>
          <Button size="xs" variant="default" aria-expanded={asks} onClick={() => ask(!asks)}>
            {t("app:delete")}
          </Button>
        </Group>
        {asks && (
          <Alert color="orange" role="alert" title={t("messagingAutomations:deleteTitle")}>
            <Group gap="xs">
              <Button
                size="xs"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(automation.id)}
              >
                {t("app:delete")}
              </Button>
              <Button size="xs" variant="default" onClick={() => ask(false)}>
                {t("app:cancel")}
              </Button>
            </Group>
          </Alert>
        )}
        {showsLog && <RunLog id={automation.id} />}
      </Stack>
    </Paper>
  );
}

/** What became of each cause. */
function RunLog({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const runs = useRuns(id, true);
  if (!runs.data) {
    if (!runs.error) return <LoadingBlock height={80} />;
    return <LoadError error={runs.error} retry={() => runs.refetch()} retrying={runs.isFetching} />;
  }
  if (runs.data.length === 0) return <Text size="sm">{t("messagingAutomations:log.empty")}</Text>;
  return (
    <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: "none" }}>
      {runs.data.map(({ cause, due_at, outcome, reason, client }) => (
        <Text key={`${cause}${due_at}${client?.name}`} component="li" size="sm">
          {format.dateTime(due_at)}, {client?.name}:{" "}
          {reason
            ? t(`messagingAutomations:reason.${reason as WhyNot}`)
            : t(`messagingAutomations:outcome.${outcome}`)}
        </Text>
      ))}
    </Stack>
  );
}
