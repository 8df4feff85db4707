import { Text, TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMoney } from "./useMoney";

interface MoneyFieldProps extends Omit<TextInputProps, "value" | "onChange"> {
  currency: string;
  /** As it is typed; `useMoney().parse` reads it. */
  value: string;
  onChange: (text: string) => void;
  /** The largest amount that makes sense. */
  most?: number;
}

/** An amount as people type it, in a currency that stands beside it. */
export function MoneyField({ currency, value, onChange, most, ...field }: MoneyFieldProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const amount = money.parse(value, currency);
  const isTooMuch = amount !== null && most !== undefined && amount > most;
  const wrong = t("billing:money.wrong", { example: money.typed(150_000, currency) });
  const tooMuch = isTooMuch && t("billing:money.most", { amount: money.format(most, currency) });
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      rightSection={
        <Text size="sm" c="dimmed">
          {currency}
        </Text>
      }
      rightSectionWidth={56}
      value={value}
      error={value.trim() !== "" && amount === null ? wrong : tooMuch}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...field}
    />
  );
}
