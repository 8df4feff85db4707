import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import type { ClientSectionProps } from "../../foundation/domain";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { useClientThread, useOpenDirect } from "../queries";
import ThreadView from "../thread/ThreadView";

interface ClientMessagesProps extends ClientSectionProps {
  /** It stands below what is answered. */
  isAnswer?: boolean;
}

/** The direct thread with a client. */
export default function ClientMessages({ client, isAnswer = false }: ClientMessagesProps) {
  const { t } = useTranslation();
  const found = useClientThread(client.id);
  const open = useOpenDirect();
  if (!found.data) {
    if (!found.error) return <LoadingBlock height={400} />;
    return <LoadError error={found.error} retry={() => found.refetch()} retrying={found.isFetching} />;
  }
  const { userId, threadId } = found.data;
  if (threadId) return <ThreadView threadId={threadId} isAnswer={isAnswer} />;
  if (!userId) {
    return (
      <Text c="dimmed" py="md">
        {t("messaging:client.noAccount", { name: client.name })}
      </Text>
    );
  }
  return (
    <Stack align="start" gap="sm" py="md">
      <Text>{t("messaging:client.nothing", { name: client.name })}</Text>
      {open.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(open.error, t)}
        </Text>
      )}
      <Button autoFocus={isAnswer} loading={open.isPending} onClick={() => open.mutate(userId)}>
        {t("messaging:client.write")}
      </Button>
    </Stack>
  );
}
