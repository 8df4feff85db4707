import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { parseNumber } from "../numberInput";

/** What is plausible to type here. What counts without a second look is decided by the database. */
const RANGES = {
  weight: { low: 20, high: 700, whole: false },
  sleep: { low: 0, high: 24, whole: false },
  steps: { low: 0, high: 100_000, whole: true },
} as const;

interface QuickNumberProps {
  kind: keyof typeof RANGES;
  submit: (text: string) => Promise<void>;
}

export function QuickNumber({ kind, submit }: QuickNumberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { low, high, whole } = RANGES[kind];

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const number = parseNumber(value);
    if (number === null || number < low || number > high || (whole && !Number.isInteger(number))) {
      setError(t("progress:quick.invalid", { low: format.number(low, 0), high: format.number(high, 0) }));
      return;
    }
    submit(t(`progress:quick.text.${kind}`, { value: number })).catch(() =>
      setError(t("progress:composer.notKept")),
    );
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Group align="start" gap="xs">
        <TextInput
          label={t(`progress:quick.${kind}Field`)}
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
