import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Plan } from "../api";
import { useDeletePlan } from "../queries";
import { PlanFailure } from "./PlanFailure";

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
      <PlanFailure
        error={remove.error}
        seen={plan}
        doIt={t("progressCoach:plans.deleteAsItIs")}
        isPending={remove.isPending}
        onDoIt={(version) => remove.mutate({ id: plan.id, version }, { onSuccess: onDone })}
        onCancel={onCancel}
      />
      <Text size="sm">{t("progressCoach:plans.deleteHint", { title: plan.title })}</Text>
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app:cancel")}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          disabled={remove.error !== null}
          onClick={() => remove.mutate(plan, { onSuccess: onDone })}
        >
          {t("app:delete")}
        </Button>
      </Group>
    </Stack>
  );
}
