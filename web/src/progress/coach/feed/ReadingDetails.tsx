import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { Log } from "../../api";
import { describeEventOn } from "../../describeEvent";
import type { ProgressEvent } from "../../events";
import { ReasonLines } from "../../feed/ReasonLines";
import { useReadAgain } from "../queries";
import classes from "./ReadingDetails.module.css";

/** What was read from an entry, by whom and with what confidence, and a button to read it again. */
export function ReadingDetails({ log }: { log: Log }) {
  const { t } = useTranslation();
  const retry = useReadAgain(log.client_id);
  return (
    <details className={classes.details} open={log.ai_status === "failed"}>
      <summary className={classes.summary}>{t("progressCoach:feed.details")}</summary>
      <Stack gap={4} mt={6}>
        {log.events.map((event) => (
          <EventReading key={event.id} event={event} log={log} />
        ))}
        <ReasonLines log={log} />
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate(log)}
          >
            {t("progress:status.retry")}
          </Button>
          <Text size="xs" c="dimmed">
            {t("progressCoach:feed.retryHint")}
          </Text>
        </Group>
        {retry.error && (
          <Text size="sm" c="red" role="alert">
            {describeError(retry.error, t)}
          </Text>
        )}
      </Stack>
    </details>
  );
}

function EventReading({ event, log }: { event: ProgressEvent; log: Log }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="sm">
      {describeEventOn(event, log.local_date_for_client, t, format)}:{" "}
      {[
        t("progressCoach:feed.confidence", { value: format.percent(event.confidence * 100) }),
        event.parser,
        t(`progress:eventStatus.${event.status}`),
      ].join(", ")}
    </Text>
  );
}
