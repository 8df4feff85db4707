import { Alert, Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import type { Plan } from "../api";
import { useActivatePlan } from "../queries";
import { EffectsList } from "./EffectsList";
import { PlanFailure } from "./PlanFailure";
import { activationEffects } from "./planStates";

interface ActivatePlanProps {
  clientId: string;
  draft: Plan;
  plans: Plan[];
  today: Day;
  onDone: () => void;
  onCancel: () => void;
}

/** Says what will happen to other plans before it happens. */
export function ActivatePlan({ clientId, draft, plans, today, onDone, onCancel }: ActivatePlanProps) {
  const { t } = useTranslation();
  const activate = useActivatePlan(clientId);
  const effects = activationEffects(draft, plans, today);
  return (
    <Stack gap="sm">
      <PlanFailure
        error={activate.error}
        seen={draft}
        doIt={t("progressCoach:plans.activation.asItIs")}
        isPending={activate.isPending}
        onDoIt={(version) => activate.mutate({ id: draft.id, version }, { onSuccess: onDone })}
        onCancel={onCancel}
      />
      {effects.problem ? (
        <Alert color="orange">{t("progressCoach:plans.activation.ended")}</Alert>
      ) : (
        <EffectsList draft={draft} effects={effects} />
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app:cancel")}
        </Button>
        <Button
          loading={activate.isPending}
          disabled={effects.problem !== null || activate.error !== null}
          onClick={() => activate.mutate(draft, { onSuccess: onDone })}
        >
          {t("progressCoach:plans.activation.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}
