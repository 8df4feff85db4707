import type { TFunction } from "i18next";

export const clientTabs = (t: TFunction) => [
  { to: "/billing", label: t("billing:tabs.have") },
  { to: "/billing/history", label: t("billing:tabs.history") },
];
