import { Alert, Button, Group, List, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { Plan } from "../api";
import { useActivatePlan } from "../queries";
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
  const format = useFormat();
  const activate = useActivatePlan(clientId);
  const effects = activationEffects(draft, plans, today);
  return (
    <Stack gap="sm">
      {activate.error && (
        <Alert color="red" role="alert" title={t("progressCoach:plans.failed")}>
          {describeError(activate.error, t)}
        </Alert>
      )}
      {effects.problem ? (
        <Alert color="orange">{t("progressCoach:plans.activation.ended")}</Alert>
      ) : (
        <List size="sm" spacing={4}>
          <List.Item>
            {effects.isMoved
              ? t("progressCoach:plans.activation.moved", { day: format.date(draft.start_date) })
              : t("progressCoach:plans.activation.starts", { day: format.date(effects.startsOn) })}
          </List.Item>
          {effects.closes.map(({ plan, lastDay }) => (
            <List.Item key={plan.id}>
              {t("progressCoach:plans.activation.closes", { title: plan.title, day: format.date(lastDay) })}
            </List.Item>
          ))}
          {effects.returns.map((plan) => (
            <List.Item key={plan.id}>
              {t("progressCoach:plans.activation.returns", { title: plan.title })}
            </List.Item>
          ))}
          {effects.closes.length + effects.returns.length === 0 && (
            <List.Item>{t("progressCoach:plans.activation.closesNothing")}</List.Item>
          )}
          <List.Item>{t("progressCoach:plans.activation.fixed")}</List.Item>
        </List>
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app:cancel")}
        </Button>
        <Button
          loading={activate.isPending}
          disabled={effects.problem !== null}
          onClick={() => activate.mutate(draft, { onSuccess: onDone })}
        >
          {t("progressCoach:plans.activation.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}
