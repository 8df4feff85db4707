import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, browserTimeZone } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { parseNumber } from "../numberInput";
import { useSummary } from "../queries";
import { useToday } from "../useToday";
import { inUnit, useWeightFormat } from "../weightUnit";

/** What can be typed here. The database decides what counts without a review. */
const RANGES = {
  weight: { low: 20, high: 400, whole: false },
  sleep: { low: 0, high: 24, whole: false },
  steps: { low: 0, high: 100_000, whole: true },
} as const;

interface QuickNumberProps {
  clientId: string;
  kind: keyof typeof RANGES;
  submit: (text: string) => Promise<void>;
}

export function QuickNumber({ clientId, kind, submit }: QuickNumberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | null>(null);
  const today = useToday(browserTimeZone());
  const { unit } = useWeightFormat(useSummary(clientId, addDays(today, -6), today).data?.weight_unit);
  const { whole, ...range } = RANGES[kind];
  const factor = kind === "weight" ? inUnit(1, unit) : 1;
  const [low, high] = [Math.ceil(range.low * factor), Math.floor(range.high * factor)];
  const unitWord = t(`progress:event.unit.${unit}`);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const number = parseNumber(value);
    if (number === null || number < low || number > high || (whole && !Number.isInteger(number))) {
      setError(t("progress:quick.invalid", { low: format.number(low, 0), high: format.number(high, 0) }));
      return;
    }
    submit(t(`progress:quick.text.${kind}`, { value: number, unit: unitWord })).catch(() =>
      setError(t("progress:composer.notKept")),
    );
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Group align="start" gap="xs">
        <TextInput
          label={t(`progress:quick.${kind}Field`, { unit: unitWord })}
          inputMode={whole ? "numeric" : "decimal"}
          autoComplete="off"
          data-autofocus
          autoFocus
          w={180}
          value={value}
          error={error}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" mt={25}>
          {t("progress:quick.submit")}
        </Button>
      </Group>
    </form>
  );
}
