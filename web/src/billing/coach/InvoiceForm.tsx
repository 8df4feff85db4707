import { Button, Group, NativeSelect, NumberInput, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { saveInvoice, type WholeInvoice } from "../api";
import FormDialog from "../FormDialog";
import { MoneyField } from "../MoneyField";
import { CURRENCIES } from "../money";
import { useChange } from "../queries";
import { useMoney } from "../useMoney";
import { ClientSelect } from "./ClientSelect";
import { useCurrency } from "./useCurrency";

interface InvoiceFormProps {
  /** A draft that is changed. Absent: a new one. */
  invoice?: WholeInvoice;
  clientId?: string;
  onClose: () => void;
}

interface Line {
  key: string;
  description: string;
  quantity: number;
  /** As it is typed. */
  price: string;
}

const emptyLine = (): Line => ({ key: crypto.randomUUID(), description: "", quantity: 1, price: "" });

/** A draft of an invoice with lines of its own. */
export default function InvoiceForm({ invoice, onClose, ...known }: InvoiceFormProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const navigate = useNavigate();
  const save = useChange(saveInvoice);
  const usual = useCurrency();
  const [id] = useState(() => invoice?.id ?? crypto.randomUUID());
  const [clientId, setClientId] = useState(invoice?.client_id ?? known.clientId ?? "");
  const [chosen, setCurrency] = useState(invoice?.currency);
  const currency = chosen ?? usual;
  const [dueOn, setDueOn] = useState(invoice?.due_on ?? "");
  const [note, setNote] = useState(invoice?.note ?? "");
  const [lines, setLines] = useState<Line[]>(
    () =>
      invoice?.items.map(({ description, quantity, unit_amount }) => ({
        key: crypto.randomUUID(),
        description,
        quantity,
        price: money.typed(unit_amount, invoice.currency),
      })) ?? [emptyLine()],
  );
  const change = (key: string, changed: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...changed } : line)));
  const items = lines.map(({ description, quantity, price }) => ({
    description: description.trim(),
    quantity,
    unit_amount: money.parse(price, currency),
  }));
  const whole = items.flatMap(({ unit_amount, ...item }) =>
    unit_amount === null ? [] : [{ ...item, unit_amount }],
  );
  const isWhole =
    whole.length === items.length && whole.every((item) => item.description && item.quantity > 0);
  const total = whole.reduce((sum, item) => sum + item.quantity * item.unit_amount, 0);
  return (
    <FormDialog
      title={t(invoice ? "billingCoach:draft.edit" : "billingCoach:draft.new")}
      submit={t("billingCoach:draft.save")}
      state={save}
      isReady={clientId !== "" && isWhole}
      isTouched={lines.some(({ description, price }) => description || price) && !save.isSuccess}
      onClose={onClose}
      onSubmit={(close) =>
        save.mutate(
          { id, clientId, currency, items: whole, dueOn, note },
          { onSuccess: () => (invoice ? close() : navigate(`/billing/invoices/${id}`)) },
        )
      }
    >
      <Text size="sm">{t("billingCoach:draft.hint")}</Text>
      {!invoice && !known.clientId && <ClientSelect value={clientId} onChange={setClientId} />}
      <NativeSelect
        label={t("billingCoach:currency")}
        value={currency}
        data={CURRENCIES}
        onChange={(event) => setCurrency(event.currentTarget.value)}
      />
      {lines.map(({ key, description, quantity, price }, index) => (
        <Group
          key={key}
          gap="xs"
          align="end"
          role="group"
          aria-label={t("billingCoach:draft.line", { number: index + 1 })}
        >
          <TextInput
            flex="1 1 100%"
            label={t("billing:invoice.what")}
            maxLength={300}
            value={description}
            onChange={(event) => change(key, { description: event.currentTarget.value })}
          />
          <NumberInput
            flex="1 1 70px"
            label={t("billing:invoice.quantity")}
            min={1}
            max={1000}
            allowDecimal={false}
            value={quantity}
            onChange={(value) => change(key, { quantity: Number(value) })}
          />
          <MoneyField
            flex="2 1 130px"
            label={t("billing:invoice.unit")}
            currency={currency}
            value={price}
            onChange={(text) => change(key, { price: text })}
          />
          {lines.length > 1 && (
            <Button variant="default" onClick={() => setLines(lines.filter((line) => line.key !== key))}>
              {t("app:delete")}
            </Button>
          )}
        </Group>
      ))}
      <Group justify="space-between">
        <Button
          variant="default"
          disabled={lines.length >= 50}
          onClick={() => setLines([...lines, emptyLine()])}
        >
          {t("billingCoach:draft.addLine")}
        </Button>
        <Text fw={600}>{t("billingCoach:draft.total", { amount: money.format(total, currency) })}</Text>
      </Group>
      <TextInput
        type="date"
        label={t("billingCoach:dueOn")}
        description={t("billingCoach:dueOnHint")}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      <Textarea
        label={t("billingCoach:draft.note")}
        autosize
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
