import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { PaymentList } from "../PaymentList";
import { TabbedPage } from "../TabbedPage";
import { coachTabs } from "./tabs";

/** All payments that a coach has received or waits for. */
export default function PaymentsPage() {
  const { t } = useTranslation();
  const coachId = useUserId();
  return (
    <TabbedPage title={t("billingCoach:tabs.payments")} tabs={coachTabs(t)}>
      <PaymentList
        title={t("billingCoach:payments.title")}
        whose={{ coachId }}
        empty={t("billingCoach:payments.none")}
        refunds
      />
    </TabbedPage>
  );
}
