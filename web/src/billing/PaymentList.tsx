import { Anchor, Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../foundation/i18n/useLanguage";
import { type Payment, refundPayment, type Whose } from "./api";
import { usePayments } from "./queries";
import { ListRow, RowList } from "./RowList";
import { StatusBadge, type Tone } from "./StatusBadge";
import { useMoney } from "./useMoney";

const AmountDialog = lazy(() => import("./AmountDialog"));

interface PaymentListProps {
  title: string;
  whose: Whose & { invoiceId?: string };
  empty: string;
  /** Whether they can be given back: to the coach who sold. */
  refunds?: boolean;
}

/** Payments with what was given back of them, the newest first. */
export function PaymentList({ whose, refunds = false, ...list }: PaymentListProps) {
  const { t } = useTranslation();
  const payments = usePayments(whose);
  const [refunded, setRefunded] = useState<Payment>();
  return (
    <>
      <RowList query={payments} {...list}>
        {(payment) => (
          <PaymentRow
            key={payment.id}
            payment={payment}
            showsClient={!whose.clientId && !whose.invoiceId}
            showsInvoice={!whose.invoiceId}
            {...(refunds && { onRefund: () => setRefunded(payment) })}
          />
        )}
      </RowList>
      <Suspense>
        {refunded && (
          <AmountDialog
            title={t("billing:refund.title")}
            submit={t("billing:refund.button")}
            hint={t(refunded.method === "stripe" ? "billing:refund.online" : "billing:refund.byHand")}
            id={refunded.id}
            currency={refunded.currency}
            most={refundable(refunded)}
            reasonLabel={t("billing:refund.reason")}
            change={refundPayment}
            onClose={() => setRefunded(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

const TONES: Record<Payment["status"], Tone> = {
  pending: "waiting",
  completed: "good",
  failed: "bad",
  refunded: "quiet",
  partially_refunded: "quiet",
};

/** What is left, without what is on its way back. */
function refundable({ amount, refunded, refunds }: Payment): number {
  const underWay = refunds.filter(({ status }) => status === "pending");
  return underWay.reduce((left, refund) => left - refund.amount, amount - refunded);
}

interface PaymentRowProps {
  payment: Payment;
  showsClient: boolean;
  showsInvoice: boolean;
  onRefund?: () => void;
}

function PaymentRow({ payment, showsClient, showsInvoice, onRefund }: PaymentRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const { description, amount, currency, method, status, note, paid_at, created_at, invoice_id, client } =
    payment;
  const facts = [format.dateTime(paid_at ?? created_at), t(`billing:method.${method}`), note];
  const name = { name: description };
  return (
    <ListRow
      main={
        <>
          <Text fw={600}>{description}</Text>
          {showsClient && <Text>{client?.name ?? t("billing:formerClient")}</Text>}
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
          {payment.refunds.map((refund) => (
            <Text key={refund.id} size="sm">
              {[
                t(`billing:refund.status.${refund.status}`, {
                  amount: money.format(refund.amount, currency),
                }),
                refund.reason,
              ]
                .filter(Boolean)
                .join(" · ")}
            </Text>
          ))}
        </>
      }
      side={
        <>
          <Text fw={600}>{money.format(amount, currency)}</Text>
          <StatusBadge tone={TONES[status]}>{t(`billing:payment.status.${status}`)}</StatusBadge>
        </>
      }
      actions={
        ((showsInvoice && invoice_id) || (onRefund && paid_at && refundable(payment) > 0)) && (
          <>
            {showsInvoice && invoice_id && (
              <Anchor component={Link} to={`/billing/invoices/${invoice_id}`} size="sm" underline="always">
                {t("billing:payment.invoice")}
              </Anchor>
            )}
            {onRefund && paid_at && refundable(payment) > 0 && (
              <Button
                size="xs"
                variant="default"
                aria-label={t("billing:refund.of", name)}
                onClick={onRefund}
              >
                {t("billing:refund.button")}
              </Button>
            )}
          </>
        )
      }
    />
  );
}
