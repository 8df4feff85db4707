import { Button, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { describeError } from "../../foundation/describeError";
import type { CoachedClient } from "../../foundation/domain";
import { QueryPanel } from "../../foundation/Panel";
import { grantCredits, returnCredits, spendCredits } from "../api";
import { CreditsPanel } from "../CreditsPanel";
import FormDialog from "../FormDialog";
import { InvoiceList } from "../InvoiceList";
import { PaymentList } from "../PaymentList";
import { useChange, useClientMoney, useOffers } from "../queries";
import { SubscriptionList } from "../SubscriptionList";
import { useMoney } from "../useMoney";

const SellDialog = lazy(() => import("./SellDialog"));
const InvoiceForm = lazy(() => import("./InvoiceForm"));

type Opened = "sale" | "invoice" | "grant" | "spend";

/** One client's money, for their own coach. */
export default function ClientMoney({ client }: { client: CoachedClient }) {
  const { t } = useTranslation();
  const userId = useUserId();
  if (client.coachId !== userId) return <Text>{t("billingCoach:money.notYours")}</Text>;
  return <Money clientId={client.id} />;
}

function Money({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const coachId = useUserId();
  const offers = useOffers();
  const [opened, open] = useState<Opened>();
  const giveBack = useChange((requestId: string) => returnCredits(clientId, requestId));
  const close = () => open(undefined);
  const whose = { clientId, coachId };
  return (
    <Stack gap="md">
      <Owed clientId={clientId} onSell={() => open("sale")} onInvoice={() => open("invoice")} />
      <CreditsPanel
        clientId={clientId}
        onReturn={(requestId) => giveBack.mutate(requestId)}
        action={
          <Group gap="xs" justify="end">
            <Button size="sm" variant="default" onClick={() => open("grant")}>
              {t("billingCoach:money.grant")}
            </Button>
            <Button size="sm" onClick={() => open("spend")}>
              {t("billingCoach:money.spend")}
            </Button>
          </Group>
        }
      />
      {giveBack.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(giveBack.error, t)}
        </Text>
      )}
      <SubscriptionList
        clientId={clientId}
        offers={offers.data ?? []}
        isSeller
        empty={t("billing:subscription.none")}
      />
      <InvoiceList title={t("billing:invoice.all")} whose={whose} empty={t("billing:invoice.noneYet")} />
      <PaymentList
        title={t("billing:payment.title")}
        whose={whose}
        empty={t("billing:payment.noneYet")}
        refunds
      />
      <Suspense>
        {opened === "sale" && <SellDialog clientId={clientId} onClose={close} />}
        {opened === "invoice" && <InvoiceForm clientId={clientId} onClose={close} />}
      </Suspense>
      {(opened === "grant" || opened === "spend") && (
        <CreditsDialog clientId={clientId} what={opened} onClose={close} />
      )}
    </Stack>
  );
}

interface OwedProps {
  clientId: string;
  onSell: () => void;
  onInvoice: () => void;
}

function Owed({ clientId, onSell, onInvoice }: OwedProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const sums = useClientMoney(clientId);
  return (
    <QueryPanel
      title={t("billingCoach:money.title")}
      query={sums}
      height={90}
      isEmpty={(all) => all.length === 0}
      empty={t("billingCoach:money.none")}
      action={
        <Group gap="xs" justify="end">
          <Button size="sm" variant="default" onClick={onInvoice}>
            {t("billingCoach:draft.new")}
          </Button>
          <Button size="sm" onClick={onSell}>
            {t("billingCoach:sell.button")}
          </Button>
        </Group>
      }
    >
      {(all) =>
        all.map(({ currency, booked, received, refunded, owed }) => (
          <div key={currency}>
            <Text size="xl" fw={600}>
              {owed > 0
                ? t("billingCoach:money.owed", { amount: money.format(owed, currency) })
                : t("billingCoach:money.nothingOwed")}
            </Text>
            <Text size="sm" c="dimmed">
              {[
                `${t("billingCoach:revenue.booked")}: ${money.format(booked, currency)}`,
                `${t("billingCoach:revenue.received")}: ${money.format(received, currency)}`,
                refunded > 0 && `${t("billingCoach:revenue.refunded")}: ${money.format(refunded, currency)}`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </Text>
          </div>
        ))
      }
    </QueryPanel>
  );
}

function CreditsDialog(props: { clientId: string; what: "grant" | "spend"; onClose: () => void }) {
  const { clientId, what, onClose } = props;
  const { t } = useTranslation();
  const [requestId] = useState(() => crypto.randomUUID());
  const [sessions, setSessions] = useState(1);
  const [note, setNote] = useState("");
  const [until, setUntil] = useState("");
  const expiresAt = until ? new Date(`${until}T23:59:59`).toISOString() : null;
  const isGrant = what === "grant";
  const send = useChange((values: Parameters<typeof spendCredits>[0]) =>
    isGrant ? grantCredits(values, expiresAt) : spendCredits(values),
  );
  return (
    <FormDialog
      title={t(`billingCoach:money.${what}Title`)}
      submit={t(`billingCoach:money.${what}`)}
      state={send}
      isReady={sessions > 0}
      isTouched={note !== "" && !send.isSuccess}
      onClose={onClose}
      onSubmit={(close) => send.mutate({ clientId, sessions, requestId, note }, { onSuccess: close })}
    >
      <NumberInput
        label={t("billingCoach:money.sessions")}
        data-autofocus
        min={1}
        max={1000}
        allowDecimal={false}
        value={sessions}
        onChange={(value) => setSessions(Number(value))}
      />
      {isGrant && (
        <TextInput
          type="date"
          label={t("billingCoach:money.expires")}
          description={t("billingCoach:money.expiresHint")}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t("billingCoach:money.note")}
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
