import { Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import classes from "../../feed/Feed.module.css";
import type { LogCardProps } from "../../feed/LogCard";
import { LogPictures } from "../../feed/LogPictures";
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
            {format.time(log.created_at, client.timezone)} ·{" "}
            {t(`progressCoach:feed.author.${log.author_type}`)} ·{" "}
            {t(`progressCoach:feed.source.${log.source}`)}
          </span>
          <LogStatus status={log.ai_status} />
        </Group>
        {log.raw_text && <Text className={classes.text}>{log.raw_text}</Text>}
        <LogPictures paths={log.media_urls} />
        {!isUnsettled(log) && (
          <>
            <Receipt log={log} />
            <ReadingDetails log={log} />
          </>
        )}
      </Stack>
    </Paper>
  );
}
