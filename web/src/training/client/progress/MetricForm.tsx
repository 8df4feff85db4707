import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { parseNumber } from "../../../foundation/numberInput";
import { Failure } from "../../../people/about/Failure";
import type { Metric } from "../api";
import { useAddMetric } from "../queries";
import { parseSeconds } from "../session/fields";
import { UNITS } from "./units";

interface MetricFormProps {
  clientId: string;
  today: Day;
  known: Metric[];
  onDone: () => void;
}

/** A new value of something known or new. */
export default function MetricForm({ clientId, today, known, onDone }: MetricFormProps) {
  const { t } = useTranslation();
  const listId = useId();
  const [name, setName] = useState("");
  const [unit, setUnit] = useState<string>("s");
  const [typed, setTyped] = useState("");
  const [day, setDay] = useState(today);
  const [isWrong, setWrong] = useState(false);
  const add = useAddMetric(clientId);
  const usual = [t("trainingClient:metrics.run5"), t("trainingClient:metrics.plank")];
  const pick = (chosen: string) => {
    setName(chosen);
    const before = known.find(({ metric }) => metric === chosen);
    if (before) setUnit(before.unit);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const value = unit === "s" ? parseSeconds(typed) : parseNumber(typed);
    if (value === null || value < 0 || !name.trim() || !day) return setWrong(true);
    add.mutate({ metric: name.trim(), value, unit, measured_on: day, note: "" }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="xs">
        <Failure error={add.error} />
        <TextInput
          label={t("trainingClient:metrics.what")}
          list={listId}
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => pick(event.currentTarget.value)}
          error={isWrong && !name.trim() && t("trainingClient:metrics.noName")}
        />
        <datalist id={listId}>
          {[...new Set([...known.map(({ metric }) => metric), ...usual])].map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Group gap="xs" align="start" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("trainingClient:metrics.value")}
            placeholder={unit === "s" ? "25:30" : undefined}
            inputMode={unit === "s" ? "text" : "decimal"}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={isWrong && t("trainingClient:metrics.noValue")}
          />
          <NativeSelect
            label={t("trainingClient:metrics.unitLabel")}
            value={unit}
            onChange={(event) => setUnit(event.currentTarget.value)}
            data={UNITS.map((value) => ({ value, label: t(`trainingClient:metrics.unit.${value}`) }))}
          />
        </Group>
        <TextInput
          type="date"
          label={t("trainingClient:day")}
          max={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending}>
          {t("app:save")}
        </Button>
      </Stack>
    </form>
  );
}
