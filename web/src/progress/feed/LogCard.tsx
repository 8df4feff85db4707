import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { isUnsettled, useRetryLog } from "../queries";
import { isWithCoach } from "../reasons";
import { clockOf } from "./clockOf";
import { DeleteEntry, EntryPictures } from "./DeleteEntry";
import { EntryText } from "./EntryText";
import classes from "./Feed.module.css";
import { LogStatus } from "./LogStatus";
import { Receipt } from "./Receipt";
import type { FeedClient } from "./timeline";

export interface LogCardProps {
  log: Log;
  client: FeedClient;
}

/** One stored entry: as it was written, and what was read from it. */
export function LogCard({ log, client }: LogCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const origin = [
    clockOf(log, client.timezone, format),
    log.author_type === "coach" && t("progress:feed.byCoach"),
    log.source === "quick_action" && t("progress:feed.quickAction"),
  ].filter(Boolean);
  return (
    <Paper withBorder p="sm" component="article" data-status={log.ai_status}>
      <Stack gap={8}>
        <Group justify="space-between" gap="xs" className={classes.meta}>
          <span>{origin.join(" · ")}</span>
          <Group gap={4} ms="auto">
            <LogStatus status={isWithCoach(log) ? "processed" : log.ai_status} />
            <DeleteEntry log={log} viewer="client" />
          </Group>
        </Group>
        <EntryText log={log} />
        <EntryPictures log={log} viewer="client" />
        {log.ai_status === "failed" && <Failed log={log} />}
        {!isUnsettled(log) && <Receipt log={log} viewer="client" />}
      </Stack>
    </Paper>
  );
}

function Failed({ log }: { log: Log }) {
  const { t } = useTranslation();
  const { mutate, isPending } = useRetryLog(log.client_id);
  return (
    <Group gap="xs">
      <Text size="sm">{t("progress:status.failedHint")}</Text>
      <Button size="compact-sm" variant="default" loading={isPending} onClick={() => mutate(log)}>
        {t("progress:status.retry")}
      </Button>
    </Group>
  );
}
