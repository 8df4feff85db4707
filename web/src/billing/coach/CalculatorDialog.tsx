import { NumberInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CalculatorValues, calculate } from "../api";
import FormDialog from "../FormDialog";
import { MoneyField } from "../MoneyField";
import { useMoney } from "../useMoney";
import { useCurrency } from "./useCurrency";

const FIELDS = [
  ["minutes", 1, 1440, 60],
  ["sessions", 1, 1000, 10],
  ["fee_percent", 0, 50, 3],
  ["tax_percent", 0, 50, 0],
  ["discount_percent", 0, 99, 0],
] as const;

type Field = (typeof FIELDS)[number][0];

/** What to ask for a package, so that an hour brings what the coach wants to keep. */
export default function CalculatorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const money = useMoney();
  const currency = useCurrency();
  const price = useMutation({ mutationFn: calculate });
  const [rate, setRate] = useState("");
  const [values, setValues] = useState(
    () => Object.fromEntries(FIELDS.map(([name, , , usual]) => [name, usual])) as Record<Field, number>,
  );
  const hourly_rate = money.parse(rate, currency);
  const asked: CalculatorValues = { hourly_rate: hourly_rate ?? 0, ...values };
  return (
    <FormDialog
      title={t("billingCoach:calculator.title")}
      submit={t("billingCoach:calculator.button")}
      state={price}
      isReady={hourly_rate !== null && hourly_rate > 0}
      isTouched={false}
      onClose={onClose}
      onSubmit={() => price.mutate(asked)}
    >
      <Text size="sm">{t("billingCoach:calculator.hint")}</Text>
      <MoneyField
        label={t("billingCoach:calculator.hourly_rate")}
        data-autofocus
        currency={currency}
        value={rate}
        onChange={setRate}
      />
      {FIELDS.map(([name, least, most]) => (
        <NumberInput
          key={name}
          label={t(`billingCoach:calculator.${name}`)}
          min={least}
          max={most}
          value={values[name]}
          onChange={(value) => setValues({ ...values, [name]: Number(value) })}
        />
      ))}
      {price.data && (
        <Stack gap={2} role="status">
          <Text size="lg" fw={600}>
            {t("billingCoach:calculator.total", { amount: money.format(price.data.total, currency) })}
          </Text>
          {(["per_session", "fees", "tax", "kept"] as const).map((name) => (
            <Text key={name} size="sm">
              {t(`billingCoach:calculator.result.${name}`, {
                amount: money.format(price.data[name], currency),
              })}
            </Text>
          ))}
        </Stack>
      )}
    </FormDialog>
  );
}
