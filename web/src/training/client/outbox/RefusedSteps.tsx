import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeRefusal } from "../../../foundation/describeRefusal";
import { useOutboxState, useWorkoutOutbox } from "./useWorkoutOutbox";

/** What the server refused in a session. It stays on the device until the person decides. */
export function RefusedSteps({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation();
  const outbox = useWorkoutOutbox();
  const refused = useOutboxState().entries.filter((step) => step.sessionId === sessionId && step.refusal);
  if (refused.length === 0) return null;
  return (
    <Alert color="orange" role="alert" title={t("trainingClient:refused.title", { count: refused.length })}>
      <Stack gap="xs">
        {refused.map(({ requestId, action, refusal }) => (
          <div key={requestId}>
            <Text size="sm">
              {t(`trainingClient:refused.${action.do}`)}{" "}
              {refusal && (describeRefusal(refusal, t) ?? refusal.message)}
            </Text>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => void outbox.retry(requestId)}>
                {t("app:retry")}
              </Button>
              <Button size="xs" variant="default" onClick={() => void outbox.discard(requestId)}>
                {t("trainingClient:refused.discard")}
              </Button>
            </Group>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
