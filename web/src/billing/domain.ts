import type { Domain } from "../foundation/domain";

const label = { en: "Billing", ru: "Оплата" };

const billing: Domain = {
  name: "billing",
  words: {
    billing: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    billingCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
    billingLimit: { en: () => import("./limit/words.en"), ru: () => import("./limit/words.ru") },
  },
  navigation: [
    { to: "/billing", role: "client", label },
    { to: "/billing", role: "coach", label },
  ],
  routes: [
    {
      path: "/billing",
      access: "account",
      says: ["billing"],
      load: () => import("./client/BillingPage"),
    },
    {
      path: "/billing/history",
      access: "client",
      says: ["billing"],
      load: () => import("./client/HistoryPage"),
    },
    {
      path: "/billing/invoices",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/InvoicesPage"),
    },
    {
      path: "/billing/invoices/:invoiceId",
      access: "account",
      says: ["billing", "billingCoach"],
      load: () => import("./InvoicePage"),
    },
    {
      path: "/billing/payments",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/PaymentsPage"),
    },
    {
      path: "/billing/revenue",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/RevenuePage"),
    },
    {
      path: "/billing/packages",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/PackagesPage"),
    },
    {
      path: "/billing/seller",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/SellerPage"),
    },
    {
      path: "/billing/tier",
      access: "coach",
      says: ["billing", "billingCoach"],
      load: () => import("./coach/TierPage"),
    },
  ],
  clientSections: [
    {
      path: "billing",
      label,
      says: ["billing", "billingCoach"],
      load: () => import("./coach/ClientMoney"),
    },
  ],
  notices: [{ says: ["billingLimit"], load: () => import("./limit/LimitNotice") }],
  live: async () => (await import("./live")).live,
};

export default billing;
