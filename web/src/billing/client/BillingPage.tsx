import { Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import type { Client } from "../../account/api";
import { useMe } from "../../account/queries";
import { Waiting } from "../../foundation/Waiting";
import { checkout, type Offer, openPortal, type Payment } from "../api";
import { CreditsPanel } from "../CreditsPanel";
import { describeOnline } from "../describeOnline";
import { InvoiceList } from "../InvoiceList";
import { PaymentReturn } from "../PaymentReturn";
import { useOffers, usePageOfProvider } from "../queries";
import { SubscriptionList } from "../SubscriptionList";
import { TabbedPage } from "../TabbedPage";
import { OfferList } from "./OfferList";
import { clientTabs } from "./tabs";

const BuyDialog = lazy(() => import("./BuyDialog"));

/** What a client has, owes and can buy. Coaches go to their own screens; from a payment, to what they pay for: the tier. */
export default function BillingPage() {
  const [search] = useSearchParams();
  const { data: me } = useMe();
  if (!me) return <Waiting />;
  if (me.role === "coach") {
    const pathname = search.has("payment") ? "/billing/tier" : "/billing/invoices";
    return <Navigate to={{ pathname, search: search.toString() }} replace />;
  }
  return me.client ? <ClientBilling client={me.client} /> : <Navigate to="/join" replace />;
}

function ClientBilling({ client }: { client: Client }) {
  const { t } = useTranslation();
  const offers = useOffers();
  const [chosen, choose] = useState<Offer>();
  const pay = usePageOfProvider(checkout);
  const again = ({ invoice_id, package_id }: Payment) => {
    if (invoice_id) pay.mutate({ invoice_id });
    else if (package_id) pay.mutate({ package_id });
  };
  return (
    <TabbedPage title={t("billing:title")} tabs={clientTabs(t)} action={<PortalButton />}>
      <PaymentReturn again={again} isStarting={pay.isPending} />
      {pay.error && (
        <Text c="red" role="alert">
          {describeOnline(pay.error, t)}
        </Text>
      )}
      <InvoiceList
        title={t("billing:invoice.toPay")}
        whose={{ clientId: client.id }}
        filter="open"
        empty={t("billing:invoice.nothingToPay")}
      />
      <CreditsPanel clientId={client.id} />
      <SubscriptionList
        clientId={client.id}
        offers={offers.data ?? []}
        empty={t("billing:subscription.none")}
      />
      <OfferList query={offers} onBuy={choose} />
      <Suspense>{chosen && <BuyDialog offer={chosen} onClose={() => choose(undefined)} />}</Suspense>
    </TabbedPage>
  );
}

/** Leads to the page on which cards are changed. */
function PortalButton() {
  const { t } = useTranslation();
  const portal = usePageOfProvider(openPortal);
  return (
    <Group gap="xs">
      {portal.error && (
        <Text c="red" size="sm" role="alert">
          {describeOnline(portal.error, t)}
        </Text>
      )}
      <Button variant="default" loading={portal.isPending} onClick={() => portal.mutate(undefined)}>
        {t("billing:portal")}
      </Button>
    </Group>
  );
}
