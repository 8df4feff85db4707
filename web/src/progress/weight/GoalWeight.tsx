import { Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WeightFormat } from "../../account/weightUnit";

const GoalForm = lazy(() => import("./GoalForm"));

interface GoalWeightProps {
  clientId: string;
  /** Null: none. */
  kilograms: number | null;
  inWords: WeightFormat;
}

/** The goal weight, in the unit of the person who looks, and a field to change it. */
export function GoalWeight({ clientId, kilograms, inWords }: GoalWeightProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <Suspense>
        <GoalForm clientId={clientId} unit={inWords.unit} onDone={() => setEditing(false)} />
      </Suspense>
    );
  }
  return (
    <Group gap="xs" mih={44} data-print="no">
      {kilograms !== null && (
        <Text size="sm">{t("progress:weight.goal", { value: inWords.weight(kilograms) })}</Text>
      )}
      <Button size="compact-sm" variant="subtle" mih={44} onClick={() => setEditing(true)}>
        {kilograms === null ? t("progress:weight.setGoal") : t("progress:weight.changeGoal")}
      </Button>
    </Group>
  );
}
