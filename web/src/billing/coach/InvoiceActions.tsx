import { Button, Radio, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { describeError } from "../../foundation/describeError";
import AmountDialog from "../AmountDialog";
import {
  creditInvoice,
  discardInvoice,
  finalizeInvoice,
  type PaymentMethod,
  recordPayment,
  type WholeInvoice,
  writeOffInvoice,
} from "../api";
import FormDialog from "../FormDialog";
import { useChange } from "../queries";

const InvoiceForm = lazy(() => import("./InvoiceForm"));

type Opened = "edit" | "record" | "credit" | "writeOff" | "discard";

/** What the coach who sold can do with an invoice. */
export default function InvoiceActions({ invoice }: { invoice: WholeInvoice }) {
  const { t } = useTranslation();
  const [opened, open] = useState<Opened>();
  const finalize = useChange(finalizeInvoice);
  const close = () => open(undefined);
  const { id, status, currency, balance } = invoice;
  const owed = balance?.owed ?? 0;
  const button = (name: Opened, variant = "default") => (
    <Button variant={variant} onClick={() => open(name)}>
      {t(`billingCoach:invoice.${name}`)}
    </Button>
  );
  return (
    <>
      {status === "draft" && (
        <>
          <Button loading={finalize.isPending} onClick={() => finalize.mutate(id)}>
            {t("billingCoach:invoice.finalize")}
          </Button>
          {button("edit")}
          {button("discard")}
        </>
      )}
      {owed > 0 && (
        <>
          {button("record", "filled")}
          {button("credit")}
        </>
      )}
      {status === "open" && owed > 0 && button("writeOff")}
      {finalize.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(finalize.error, t)}
        </Text>
      )}
      {opened === "edit" && (
        <Suspense>
          <InvoiceForm invoice={invoice} onClose={close} />
        </Suspense>
      )}
      {opened === "record" && <RecordDialog id={id} currency={currency} owed={owed} onClose={close} />}
      {opened === "credit" && (
        <AmountDialog
          title={t("billingCoach:invoice.credit")}
          submit={t("billingCoach:invoice.creditButton")}
          hint={t("billingCoach:invoice.creditHint")}
          id={id}
          currency={currency}
          most={owed}
          reasonLabel={t("billingCoach:invoice.creditReason")}
          change={creditInvoice}
          onClose={close}
        />
      )}
      {(opened === "writeOff" || opened === "discard") && <Question id={id} what={opened} onClose={close} />}
    </>
  );
}

const METHODS = ["transfer", "cash"] as const;

function RecordDialog(props: { id: string; currency: string; owed: number; onClose: () => void }) {
  const { owed, ...dialog } = props;
  const { t } = useTranslation();
  const [method, setMethod] = useState<PaymentMethod>("transfer");
  return (
    <AmountDialog
      title={t("billingCoach:invoice.record")}
      submit={t("billingCoach:invoice.recordButton")}
      hint={t("billingCoach:invoice.recordHint")}
      most={owed}
      reasonLabel={t("billingCoach:invoice.recordNote")}
      change={(values) => recordPayment({ ...values, method })}
      {...dialog}
    >
      <Radio.Group
        label={t("billingCoach:invoice.how")}
        value={method}
        onChange={(value) => setMethod(value as PaymentMethod)}
      >
        {METHODS.map((one) => (
          <Radio key={one} mt="xs" value={one} label={t(`billing:method.${one}`)} />
        ))}
      </Radio.Group>
    </AmountDialog>
  );
}

function Question({ id, what, onClose }: { id: string; what: "writeOff" | "discard"; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChange(what === "discard" ? discardInvoice : writeOffInvoice);
  const done = (close: () => void) => (what === "discard" ? navigate("/billing/invoices") : close());
  return (
    <FormDialog
      title={t(`billingCoach:invoice.${what}Title`)}
      submit={t(`billingCoach:invoice.${what}`)}
      state={change}
      isReady
      isTouched={false}
      onClose={onClose}
      onSubmit={(close) => change.mutate(id, { onSuccess: () => done(close) })}
    >
      <Text size="sm">{t(`billingCoach:invoice.${what}Hint`)}</Text>
    </FormDialog>
  );
}
