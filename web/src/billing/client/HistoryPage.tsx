import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../account/queries";
import { InvoiceList } from "../InvoiceList";
import { PaymentList } from "../PaymentList";
import { TabbedPage } from "../TabbedPage";
import { clientTabs } from "./tabs";

/** A client's invoices and payments. */
export default function HistoryPage() {
  const { t } = useTranslation();
  const whose = { clientId: useOwnClient().id };
  return (
    <TabbedPage title={t("billing:tabs.history")} tabs={clientTabs(t)}>
      <InvoiceList title={t("billing:invoice.all")} whose={whose} empty={t("billing:invoice.noneYet")} />
      <PaymentList title={t("billing:payment.title")} whose={whose} empty={t("billing:payment.noneYet")} />
    </TabbedPage>
  );
}
