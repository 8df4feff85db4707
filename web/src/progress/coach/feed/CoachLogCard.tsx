import { Group, Paper, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { clockOf } from "../../feed/clockOf";
import { DeleteEntry, EntryPictures } from "../../feed/DeleteEntry";
import { EntryText } from "../../feed/EntryText";
import classes from "../../feed/Feed.module.css";
import type { LogCardProps } from "../../feed/LogCard";
import { LogStatus } from "../../feed/LogStatus";
import { Receipt } from "../../feed/Receipt";
import { isUnsettled } from "../../queries";
import { ReadingDetails } from "./ReadingDetails";

/** An entry as it was written, what was read from it, and how. */
export function CoachLogCard({ log, client }: LogCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="sm" component="article" data-status={log.ai_status}>
      <Stack gap={8}>
        <Group justify="space-between" gap="xs" className={classes.meta}>
          <span>
            {clockOf(log, client.timezone, format)} · {t(`progressCoach:feed.author.${log.author_type}`)} ·{" "}
            {t(`progressCoach:feed.source.${log.source}`)}
          </span>
          <Group gap={4} ms="auto">
            <LogStatus status={log.ai_status} />
            <DeleteEntry log={log} viewer="coach" />
          </Group>
        </Group>
        <EntryText log={log} />
        <EntryPictures log={log} viewer="coach" />
        {!isUnsettled(log) && (
          <>
            <Receipt log={log} viewer="coach" />
            <ReadingDetails log={log} />
          </>
        )}
      </Stack>
    </Paper>
  );
}
