import { Badge, Button, Group, Paper, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { Plan } from "../api";
import { PlanTargets } from "./PlanTargets";
import { type PlanState, planState } from "./planStates";

export type PlanAction = "edit" | "activate" | "copy" | "template" | "delete";

const COLORS: Record<PlanState, string> = {
  draft: "yellow",
  upcoming: "indigo",
  active: "teal",
  ended: "gray",
};

const ACTIONS: Record<PlanState, readonly PlanAction[]> = {
  draft: ["activate", "edit", "copy", "template", "delete"],
  upcoming: ["edit", "copy", "template"],
  active: ["copy", "edit", "template"],
  ended: ["copy", "template"],
};

interface PlanCardProps {
  plan: Plan;
  today: Day;
  onAction: (action: PlanAction) => void;
}

export function PlanCard({ plan, today, onAction }: PlanCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = planState(plan, today);
  return (
    <Paper component="li" withBorder p="sm" style={{ listStyle: "none" }}>
      <Group gap="xs" mb={4}>
        <Title order={3} size="h6" style={{ overflowWrap: "anywhere" }}>
          {plan.title}
        </Title>
        <Badge variant="outline" color={COLORS[state]} c="var(--mantine-color-text)" tt="none" radius="sm">
          {t(`progressCoach:plans.state.${state}`)}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed" mb={6}>
        {t(`progressCoach:plans.type.${plan.type}`)},{" "}
        {plan.end_date
          ? t("progressCoach:plans.periodTo", {
              from: format.date(plan.start_date),
              to: format.date(plan.end_date),
            })
          : t("progressCoach:plans.period", { from: format.date(plan.start_date) })}
      </Text>
      <PlanTargets config={plan.config_json} />
      <Group gap="xs" mt="sm">
        {ACTIONS[state].map((action) => (
          <Button
            key={action}
            size="xs"
            variant={action === "activate" ? "filled" : "default"}
            aria-label={t(`progressCoach:plans.${action}Name`, { title: plan.title })}
            onClick={() => onAction(action)}
          >
            {t(`progressCoach:plans.${action}`)}
          </Button>
        ))}
      </Group>
    </Paper>
  );
}
