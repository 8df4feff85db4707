import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { useDeleteMessage } from "../queries";

interface DeleteQuestionProps {
  threadId: string;
  messageId: string;
  onClose: () => void;
}

export default function DeleteQuestion({ threadId, messageId, onClose }: DeleteQuestionProps) {
  const { t } = useTranslation();
  const remove = useDeleteMessage(threadId);
  return (
    <Dialog title={t("messaging:message.deleteTitle")} onClose={onClose}>
      {(close) => (
        <Stack gap="sm">
          <Text size="sm">{t("messaging:message.deleteHint")}</Text>
          {remove.error && (
            <Alert color="red" role="alert">
              {describeError(remove.error, t)}
            </Alert>
          )}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("app:cancel")}
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate({ id: messageId }, { onSuccess: close })}
            >
              {t("app:delete")}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
