import { Alert, Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useUserId } from "../account/session";
import { describeError } from "../foundation/describeError";
import { useFormat } from "../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock, Panel } from "../foundation/Panel";
import { usePageTitle } from "../foundation/usePageTitle";
import { checkout, signPdf, type WholeInvoice } from "./api";
import classes from "./billing.module.css";
import { invoiceState } from "./describe";
import { describeOnline } from "./describeOnline";
import { PaymentList } from "./PaymentList";
import { useInvoice, usePageOfProvider } from "./queries";
import { StatusBadge } from "./StatusBadge";
import { useMoney } from "./useMoney";

const InvoiceActions = lazy(() => import("./coach/InvoiceActions"));

/** One invoice, for the client who pays it and for the coach who sold. */
export default function InvoicePage() {
  const { t } = useTranslation();
  const { invoiceId = "" } = useParams();
  const invoice = useInvoice(invoiceId);
  const isSeller = invoice.data?.coach_id === useUserId();
  const name = invoice.data?.label
    ? t(`billing:invoice.name.${invoice.data.kind}`, { label: invoice.data.label })
    : t(invoice.data ? "billing:invoice.draft" : "billing:invoice.title");
  usePageTitle(name);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={1} size="h3">
          {name}
        </Title>
        <Anchor component={Link} to="/billing" underline="always">
          {t("billing:invoice.back")}
        </Anchor>
      </Group>
      {invoice.data ? (
        <Whole invoice={invoice.data} isSeller={isSeller} />
      ) : invoice.error ? (
        <LoadError error={invoice.error} retry={() => invoice.refetch()} retrying={invoice.isFetching} />
      ) : invoice.data === null ? (
        <Text>{t("billing:invoice.none")}</Text>
      ) : (
        <LoadingBlock height={320} />
      )}
    </Stack>
  );
}

function Whole({ invoice, isSeller }: { invoice: WholeInvoice; isSeller: boolean }) {
  const { t } = useTranslation();
  const money = useMoney();
  const { id, balance, status, kind, currency } = invoice;
  const pay = usePageOfProvider(checkout);
  const owed = balance?.owed ?? 0;
  const start = () => pay.mutate({ invoice_id: id });
  return (
    <>
      <Panel title={t("billing:invoice.lines")} action={<State invoice={invoice} />}>
        <Stack gap="sm">
          <Parties invoice={invoice} />
          <Lines invoice={invoice} />
          {invoice.note && <Text style={{ whiteSpace: "pre-wrap" }}>{invoice.note}</Text>}
          {invoice.notes.map((note) => (
            <Anchor
              key={note.id}
              component={Link}
              to={`/billing/invoices/${note.id}`}
              size="sm"
              underline="always"
            >
              {t("billing:invoice.credited", {
                label: note.label,
                amount: money.format(note.total, currency),
              })}
            </Anchor>
          ))}
          {pay.error && (
            <Alert color="red" role="alert">
              {describeOnline(pay.error, t)}
            </Alert>
          )}
          <Group gap="xs">
            {!isSeller && owed > 0 && (
              <Button loading={pay.isPending} onClick={start}>
                {t("billing:pay.amount", { amount: money.format(owed, currency) })}
              </Button>
            )}
            {status !== "draft" && <PdfButton invoice={invoice} />}
            {isSeller && (
              <Suspense>
                <InvoiceActions invoice={invoice} />
              </Suspense>
            )}
          </Group>
        </Stack>
      </Panel>
      {status !== "draft" && kind === "invoice" && (
        <PaymentList
          title={t("billing:payment.title")}
          whose={{ invoiceId: id }}
          empty={t("billing:payment.noneOfInvoice")}
          refunds={isSeller}
        />
      )}
    </>
  );
}

function State({ invoice }: { invoice: WholeInvoice }) {
  const { t } = useTranslation();
  const { words, tone } = invoiceState(invoice, t);
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

function Parties({ invoice }: { invoice: WholeInvoice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seller = (invoice.seller ?? {}) as Record<string, string>;
  const buyer = (invoice.buyer ?? {}) as Record<string, string>;
  const facts = [
    [t("billing:invoice.seller"), [seller.name, seller.address, seller.tax_id].filter(Boolean).join(", ")],
    [
      t("billing:invoice.buyer"),
      [buyer.name ?? invoice.client?.name, buyer.email].filter(Boolean).join(", "),
    ],
    [t("billing:invoice.issued"), invoice.issued_at && format.date(invoice.issued_at.slice(0, 10))],
    [t("billing:invoice.dueOn"), invoice.due_on && format.date(invoice.due_on)],
  ];
  return (
    <div>
      {facts.map(
        ([name, value]) =>
          value && (
            <Text key={name} size="sm">
              <Text span c="dimmed">{`${name}: `}</Text>
              {value}
            </Text>
          ),
      )}
    </div>
  );
}

function Lines({ invoice }: { invoice: WholeInvoice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const { items, total, tax, currency, balance } = invoice;
  const sums = [
    [t("billing:invoice.total"), total],
    ...(tax > 0 ? [[t("billing:invoice.tax"), tax] as const] : []),
    ...(balance && balance.paid > 0 ? [[t("billing:invoice.paid"), balance.paid] as const] : []),
    ...(balance && balance.credited > 0 ? [[t("billing:invoice.lowered"), balance.credited] as const] : []),
    ...(balance ? [[t("billing:invoice.stillOwed"), balance.owed] as const] : []),
  ] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={t("billing:invoice.lines")} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("billing:invoice.what")}</th>
            <th scope="col">{t("billing:invoice.quantity")}</th>
            <th scope="col">{t("billing:invoice.unit")}</th>
            <th scope="col">{t("billing:invoice.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.position}>
              <td>{item.description}</td>
              <td>{format.number(item.quantity)}</td>
              <td>{money.format(item.unit_amount, currency)}</td>
              <td>{money.format(item.amount, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums.map(([name, amount]) => (
            <tr key={name}>
              <th scope="row" colSpan={3}>
                {name}
              </th>
              <td>{money.format(amount, currency)}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </section>
  );
}

function PdfButton({ invoice: { pdf_path, label } }: { invoice: WholeInvoice }) {
  const { t } = useTranslation();
  const pdf = usePageOfProvider((path: string) => signPdf(path, label ?? ""));
  return (
    <>
      <Button
        variant="default"
        disabled={pdf_path === null}
        loading={pdf.isPending}
        onClick={() => pdf_path && pdf.mutate(pdf_path)}
      >
        {t(pdf_path ? "billing:invoice.pdf" : "billing:invoice.pdfSoon")}
      </Button>
      {pdf.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(pdf.error, t)}
        </Text>
      )}
    </>
  );
}
