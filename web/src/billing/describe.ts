import type { TFunction } from "i18next";
import type { Format } from "../foundation/i18n/format";
import type { Invoice, Offer } from "./api";
import type { Tone } from "./StatusBadge";

type Priced = {
  amount: number;
  currency: string;
  billing_interval: Offer["billing_interval"];
  interval_count: number | null;
};
type Money = { format: (amount: number, currency: string) => string };

/** €20.00 a month. */
export function describePrice({ amount, currency, ...period }: Priced, t: TFunction, money: Money): string {
  const price = money.format(amount, currency);
  if (!period.billing_interval) return price;
  return t(`billing:price.${period.billing_interval}`, { price, count: period.interval_count ?? 1 });
}

/** What a package gives, a few words each. */
export function describeGrants(
  offer: Omit<Offer, "places_left" | "template_title"> & Partial<Offer>,
  t: TFunction,
  format: Format,
): string[] {
  const { sessions, sessions_valid_days: valid, template_title: title, access_days, trial_days } = offer;
  const given = [
    sessions && t("billing:grants.sessions", { count: sessions, value: format.number(sessions) }),
    sessions && valid && t("billing:grants.valid", { count: valid }),
    title && t("billing:grants.program", { title }),
    access_days && t("billing:grants.access", { count: access_days }),
    trial_days && t("billing:grants.trial", { count: trial_days }),
  ];
  return given.filter((one) => typeof one === "string");
}

/** Where an invoice stands, in words and a tone. */
export function invoiceState(
  { kind, status, balance }: Invoice,
  t: TFunction,
): { words: string; tone: Tone } {
  if (kind === "credit_note") return { words: t("billing:invoice.creditNote"), tone: "quiet" };
  if (balance?.is_overdue) {
    return { words: t("billing:invoice.overdue", { count: balance.overdue_days }), tone: "bad" };
  }
  if (status === "open" && balance && balance.paid > 0) {
    return { words: t("billing:invoice.partlyPaid"), tone: "waiting" };
  }
  const tones: Record<Invoice["status"], Tone> = {
    draft: "quiet",
    open: "waiting",
    paid: "good",
    void: "quiet",
    uncollectible: "bad",
  };
  return { words: t(`billing:invoice.status.${status}`), tone: tones[status] };
}
