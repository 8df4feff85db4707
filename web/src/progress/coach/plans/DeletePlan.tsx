import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../../foundation/describeError";
import type { Plan } from "../api";
import { useDeletePlan } from "../queries";

interface DeletePlanProps {
  clientId: string;
  plan: Plan;
  onDone: () => void;
  onCancel: () => void;
}

export function DeletePlan({ clientId, plan, onDone, onCancel }: DeletePlanProps) {
  const { t } = useTranslation();
  const remove = useDeletePlan(clientId);
  return (
    <Stack gap="sm">
      {remove.error && (
        <Alert color="red" role="alert" title={t("progressCoach:plans.failed")}>
          {describeError(remove.error, t)}
        </Alert>
      )}
      <Text size="sm">{t("progressCoach:plans.deleteHint", { title: plan.title })}</Text>
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app:cancel")}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(plan.id, { onSuccess: onDone })}
        >
          {t("app:delete")}
        </Button>
      </Group>
    </Stack>
  );
}
