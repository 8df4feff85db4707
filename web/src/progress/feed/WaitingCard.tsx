import { Alert, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeRefusal, type Refusal } from "../../foundation/describeRefusal";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { BlobPicture } from "../composer/AttachmentPreviews";
import { useOutbox, useOutboxState } from "../outbox/OutboxProvider";
import type { OutboxEntry } from "../outbox/outbox";
import classes from "./Feed.module.css";

/** An entry that is still only on this device. */
export function WaitingCard({ entry, timeZone }: { entry: OutboxEntry; timeZone: string }) {
  const format = useFormat();
  return (
    <Paper withBorder p="sm" data-waiting>
      <Stack gap={8}>
        <Group justify="space-between" gap="xs" className={classes.meta}>
          <span>{format.time(entry.writtenAt, entry.timeZone ?? timeZone)}</span>
          {!entry.refusal && <Progress entry={entry} />}
        </Group>
        {entry.text && <Text className={classes.text}>{entry.text}</Text>}
        {entry.files.length > 0 && (
          <Group gap="xs">
            {entry.files.map((file) => (
              <div key={file.path} className={classes.picture}>
                <BlobPicture blob={file.blob} name={file.name} />
              </div>
            ))}
          </Group>
        )}
        {entry.refusal && <Refused entry={entry} refusal={entry.refusal} />}
      </Stack>
    </Paper>
  );
}

function Progress({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const { sending, stalled } = useOutboxState();
  const total = entry.files.length;
  const done = entry.files.filter((file) => file.uploaded).length;
  if (sending !== entry.requestId) {
    if (stalled === "tooMany") return <span>{t("progress:outbox.waitingTurn")}</span>;
    return <span>{stalled ? t("progress:outbox.waiting") : t("progress:outbox.queued")}</span>;
  }
  if (done === total) return <span>{t("progress:outbox.sending")}</span>;
  return (
    <span className={classes.spinner}>
      {t("progress:outbox.uploading", { done: done + 1, total })}
      <progress max={total} value={done} aria-label={t("progress:outbox.sending")} />
    </span>
  );
}

function Refused({ entry, refusal }: { entry: OutboxEntry; refusal: Refusal }) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const words = describeRefusal(refusal, t);
  return (
    <Alert color="red" title={t("progress:outbox.refused")} role="alert">
      <Stack gap="xs" align="start">
        <Text size="sm" lang={words ? undefined : "en"}>
          {words ?? refusal.message}
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => void outbox.retry(entry.requestId)}>
            {t("progress:outbox.retry")}
          </Button>
          <Button size="xs" variant="default" onClick={() => void outbox.discard(entry.requestId)}>
            {t("progress:outbox.discard")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
