import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { inUnit, useWeightFormat } from "../../account/weightUnit";
import { addDays } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { hasWords, parseNumber } from "../../foundation/numberInput";
import { hoursInWords, parseHours, typedHours } from "../hours";
import { useSummary } from "../queries";
import { DayChoice, onDay } from "./DayChoice";
import type { QuickFormProps } from "./QuickForm";
import { type QuickValue, useLastValue } from "./useLastValue";

/** What can be typed here. The database decides what counts without a review. */
const RANGES = {
  weight: { low: 20, high: 400, whole: false },
  sleep: { low: 0, high: 24, whole: false },
  steps: { low: 0, high: 100_000, whole: true },
  food: { low: 1, high: 10_000, whole: false },
} as const;

interface QuickNumberProps extends QuickFormProps {
  kind: QuickValue;
}

/** One number, with the last one offered, and its day. Sleep may be typed as 7:30. */
export function QuickNumber({ clientId, kind, words, today, submit }: QuickNumberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [scope, setScope] = useState<"meal" | "day">("meal");
  const [daysAgo, setDaysAgo] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const { unit } = useWeightFormat(useSummary(clientId, addDays(today, -6), today).data?.weight_unit);
  const { whole, ...range } = RANGES[kind];
  const factor = kind === "weight" ? inUnit(1, unit) : 1;
  const [low, high] = [Math.ceil(range.low * factor), Math.floor(range.high * factor)];
  const unitWord = t(`progress:event.unit.${unit}`);
  const last = useLastValue(clientId, kind, unit);
  const offered = last === null ? "" : kind === "sleep" ? typedHours(last) : format.typed(last);
  const value = typed ?? offered;

  // The offered value is selected, so that typing replaces it.
  useEffect(() => {
    if (offered && typed === null) input.current?.select();
  }, [offered, typed]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const number = kind === "sleep" ? parseHours(value) : parseNumber(value);
    if (number === null || number < low || number > high || (whole && !Number.isInteger(number))) {
      setError(
        kind === "sleep"
          ? t("progress:quick.invalidHours")
          : hasWords(value)
            ? t("progress:quick.onlyNumber")
            : t("progress:quick.invalid", { low: format.number(low, 0), high: format.number(high, 0) }),
      );
      return;
    }
    const said =
      kind === "food"
        ? words.t(`progress:quick.text.food.${scope}`, { value: words.format.typed(number) })
        : words.t(`progress:quick.text.${kind}`, {
            value:
              kind === "sleep" ? hoursInWords(number, words.t, words.format) : words.format.typed(number),
            unit: words.t(`progress:event.unit.${unit}`),
          });
    submit(onDay(said, daysAgo, words, today)).catch(() => setError(t("progress:composer.notKept")));
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Group align="end" gap="xs">
        <TextInput
          ref={input}
          label={t(`progress:quick.${kind}Field`, { unit: unitWord })}
          placeholder={kind === "sleep" ? "7:30" : undefined}
          inputMode={kind === "sleep" ? "text" : whole ? "numeric" : "decimal"}
          autoComplete="off"
          data-autofocus
          autoFocus
          w={150}
          value={value}
          error={error}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {kind === "food" && (
          <NativeSelect
            aria-label={t("progress:correction.scope")}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value as typeof scope)}
            data={[
              { value: "meal", label: t("progress:correction.scopeMeal") },
              { value: "day", label: t("progress:correction.scopeDay") },
            ]}
          />
        )}
        <DayChoice today={today} value={daysAgo} onChange={setDaysAgo} />
        <Button type="submit">{t("progress:quick.submit")}</Button>
      </Group>
    </form>
  );
}
