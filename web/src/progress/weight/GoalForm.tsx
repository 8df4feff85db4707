import { Alert, Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { inKilograms, inUnit, type WeightFormat } from "../../account/weightUnit";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { parseNumber } from "../../foundation/numberInput";
import type { Goal } from "../api";
import { useGoal, useSetGoal } from "../queries";

interface GoalFormProps {
  clientId: string;
  unit: WeightFormat["unit"];
  onDone: () => void;
}

/** The goal of now is loaded first, with the version that an edit has to name. */
export default function GoalForm({ clientId, unit, onDone }: GoalFormProps) {
  const { data: goal } = useGoal(clientId);
  return goal ? <Fields clientId={clientId} goal={goal} unit={unit} onDone={onDone} /> : null;
}

function Fields({ clientId, goal, unit, onDone }: GoalFormProps & { goal: Goal }) {
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
