import type { TFunction } from "i18next";

export const coachTabs = (t: TFunction) => [
  { to: "/billing/invoices", label: t("billingCoach:tabs.invoices") },
  { to: "/billing/payments", label: t("billingCoach:tabs.payments") },
  { to: "/billing/revenue", label: t("billingCoach:tabs.revenue") },
  { to: "/billing/packages", label: t("billingCoach:tabs.packages") },
  { to: "/billing/seller", label: t("billingCoach:tabs.seller") },
  { to: "/billing/tier", label: t("billingCoach:tabs.tier") },
];
