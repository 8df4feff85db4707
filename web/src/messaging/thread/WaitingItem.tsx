import { Alert, Button, Group, Progress } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { describeRefusal } from "../../foundation/describeRefusal";
import { IconClock } from "../icons";
import classes from "../messaging.module.css";
import { outboxOf, type WaitingMessage } from "../outbox/messageOutbox";
import { useMessageOutbox, useOutboxState } from "../outbox/useMessageOutbox";
import { BlobPreview } from "./BlobPreview";

/** A message of which it is not known that it has been sent. */
export function WaitingItem({ entry }: { entry: WaitingMessage }) {
  const { t } = useTranslation();
  const outbox = useMessageOutbox();
  const { sending, stalled } = useOutboxState();
  const isSending = sending === entry.requestId;
  return (
    <li className={classes.message} data-own data-waiting>
      <div className={classes.bubble}>
        {entry.files.length > 0 && (
          <div className={classes.pictures}>
            {entry.files.map((file, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the files of a message never change
              <BlobPreview key={index} name={file.name} blob={file.blob} />
            ))}
          </div>
        )}
        {entry.body}
      </div>
      {entry.refusal ? (
        <Alert color="red" role="alert" mt={4} p="xs">
          {describeRefusal(entry.refusal, t) ?? t("messaging:outbox.failed")}
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="default" onClick={() => void outbox.retry(entry.requestId)}>
              {t("app:retry")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => void outbox.discard(entry.requestId)}>
              {t("messaging:outbox.discard")}
            </Button>
          </Group>
        </Alert>
      ) : (
        <div className={classes.meta}>
          <IconClock size={14} aria-hidden />
          {isSending
            ? t("messaging:outbox.sending")
            : stalled
              ? t("messaging:outbox.waiting")
              : t("messaging:outbox.queued")}
          {isSending && entry.files.length > 0 && <UploadProgress messageId={entry.requestId} />}
        </div>
      )}
    </li>
  );
}

function UploadProgress({ messageId }: { messageId: string }) {
  const { t } = useTranslation();
  const { progress } = outboxOf(useUserId());
  const [share, setShare] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setShare(progress.get(messageId) ?? 0), 200);
    return () => clearInterval(timer);
  }, [progress, messageId]);
  return <Progress w={120} value={share * 100} aria-label={t("messaging:outbox.progress")} />;
}
