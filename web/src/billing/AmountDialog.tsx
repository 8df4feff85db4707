import { Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AmountOf } from "./api";
import FormDialog from "./FormDialog";
import { MoneyField } from "./MoneyField";
import { useChange } from "./queries";
import { useMoney } from "./useMoney";

interface AmountDialogProps {
  title: string;
  submit: string;
  hint?: string;
  /** What it is about: an invoice, a payment. */
  id: string;
  currency: string;
  most: number;
  reasonLabel: string;
  change: (values: AmountOf) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks how much and why: a payment that is recorded, a refund, a credit note. */
export default function AmountDialog({
  id,
  currency,
  most,
  change,
  reasonLabel,
  hint,
  children,
  ...dialog
}: AmountDialogProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const send = useChange(change);
  // One request however often it is sent: a double click or a lost answer moves no money twice.
  const [requestId] = useState(() => crypto.randomUUID());
  const [text, setText] = useState(() => money.typed(most, currency));
  const [reason, setReason] = useState("");
  const amount = money.parse(text, currency);
  return (
    <FormDialog
      {...dialog}
      state={send}
      isReady={amount !== null && amount > 0 && amount <= most}
      isTouched={reason !== "" && !send.isSuccess}
      onSubmit={(close) => send.mutate({ id, amount: amount ?? 0, reason, requestId }, { onSuccess: close })}
    >
      {hint && <Text size="sm">{hint}</Text>}
      <MoneyField
        label={t("billing:money.amount")}
        description={t("billing:money.upTo", { amount: money.format(most, currency) })}
        data-autofocus
        currency={currency}
        most={most}
        value={text}
        onChange={setText}
      />
      {children}
      <TextInput
        label={reasonLabel}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
