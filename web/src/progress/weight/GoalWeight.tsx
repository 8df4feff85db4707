import { Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Goal } from "../api";
import { parseNumber } from "../numberInput";
import { useSetGoal } from "../queries";
import { inKilograms, inUnit, type WeightFormat } from "../weightUnit";

interface GoalWeightProps {
  clientId: string;
  goal: Goal;
  inWords: WeightFormat;
}

/** The goal weight, in the unit of the person who looks, and a field to change it. */
export function GoalWeight({ clientId, goal, inWords }: GoalWeightProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const kilograms = goal.goal_weight_kg;
  if (editing) {
    return <GoalForm clientId={clientId} goal={goal} unit={inWords.unit} onDone={() => setEditing(false)} />;
  }
  return (
    <Group gap="xs" data-print="no">
      {kilograms !== null && (
        <Text size="sm">{t("progress:weight.goal", { value: inWords.weight(kilograms) })}</Text>
      )}
      <Button size="compact-sm" variant="subtle" mih={44} onClick={() => setEditing(true)}>
        {kilograms === null ? t("progress:weight.setGoal") : t("progress:weight.changeGoal")}
      </Button>
    </Group>
  );
}

interface GoalFormProps extends Pick<GoalWeightProps, "clientId" | "goal"> {
  unit: WeightFormat["unit"];
  onDone: () => void;
}

function GoalForm({ clientId, goal, unit, onDone }: GoalFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const set = useSetGoal(clientId);
  const kilograms = goal.goal_weight_kg;
  const [value, setValue] = useState(kilograms === null ? "" : format.number(inUnit(kilograms, unit), 1));
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = parseNumber(value);
    if (value.trim() !== "" && number === null) {
      setWrong(true);
      return;
    }
    const goal_weight_kg = number === null ? null : inKilograms(number, unit);
    set.mutate({ goal_weight_kg, version: goal.version }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group gap="xs" align="end">
        <TextInput
          label={t("progress:weight.goalField", { unit: t(`progress:event.unit.${unit}`) })}
          description={t("progress:weight.goalHint")}
          inputMode="decimal"
          autoComplete="off"
          autoFocus
          w={180}
          value={value}
          error={isWrong}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" loading={set.isPending}>
          {t("app:save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("app:cancel")}
        </Button>
      </Group>
      {set.error && (
        <Alert color="red" role="alert" mt="xs">
          {describeError(set.error, t)}
        </Alert>
      )}
    </form>
  );
}
