import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../foundation/i18n/useLanguage";
import type { Invoice, InvoiceFilter, Whose } from "./api";
import { invoiceState } from "./describe";
import { useInvoices } from "./queries";
import { ListRow, RowList } from "./RowList";
import { StatusBadge } from "./StatusBadge";
import { useMoney } from "./useMoney";

interface InvoiceListProps {
  title: string;
  whose: Whose;
  filter?: InvoiceFilter;
  empty: ReactNode;
  action?: ReactNode;
}

/** The invoices of a coach or of a client, the newest first. */
export function InvoiceList({ whose, filter = "all", ...list }: InvoiceListProps) {
  const invoices = useInvoices(whose, filter);
  return (
    <RowList query={invoices} {...list}>
      {(invoice) => <InvoiceRow key={invoice.id} invoice={invoice} showsClient={!whose.clientId} />}
    </RowList>
  );
}

function InvoiceRow({ invoice, showsClient }: { invoice: Invoice; showsClient: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const { id, kind, label, total, currency, issued_at, due_on, balance, client } = invoice;
  const state = invoiceState(invoice, t);
  const owed = balance && balance.owed > 0 ? balance.owed : 0;
  const facts = [
    issued_at && format.date(issued_at.slice(0, 10)),
    owed > 0 && due_on && t("billing:invoice.due", { day: format.date(due_on) }),
    owed > 0 && owed < total && t("billing:invoice.owed", { amount: money.format(owed, currency) }),
  ];
  return (
    <ListRow
      main={
        <>
          <Anchor component={Link} to={`/billing/invoices/${id}`} fw={600}>
            {label ? t(`billing:invoice.name.${kind}`, { label }) : t("billing:invoice.draft")}
          </Anchor>
          {showsClient && <Text>{client?.name ?? t("billing:formerClient")}</Text>}
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
        </>
      }
      side={
        <>
          <Text fw={600}>{money.format(kind === "credit_note" ? -total : total, currency)}</Text>
          <StatusBadge tone={state.tone}>{state.words}</StatusBadge>
        </>
      }
    />
  );
}
