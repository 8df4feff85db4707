import { LOCALES } from "../foundation/i18n/format";
import type { Language } from "../foundation/i18n/language";

/** How many digits of an amount are minor units, where it is not two. A test compares this file with the table currencies. */
const DIGITS: Record<string, number> = {
  CLP: 0, JPY: 0, KRW: 0, VND: 0, XTR: 0, BHD: 3, KWD: 3, OMR: 3, TND: 3,
}; // biome-ignore format: a table

/** Currencies in which prices may be given, those that most people here use first. */
export const CURRENCIES = [
  ..."RUB EUR USD GBP KZT BYN UAH AMD AZN GEL KGS MDL TJS UZS AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK".split(
    " ",
  ),
  ..."EGP HKD HUF IDR ILS INR JPY KRW KWD MAD MXN MYR NOK NZD OMR PHP PLN RON RSD SAR SEK SGD THB TND TRY TWD VND ZAR XTR".split(
    " ",
  ),
];

export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** Whole minor units as a decimal number, made of their digits: no arithmetic can round it. */
export function decimal(amount: number, currency: string): Intl.StringNumericLiteral {
  const digits = digitsOf(currency);
  const plain = Math.abs(amount)
    .toString()
    .padStart(digits + 1, "0");
  const whole = plain.slice(0, plain.length - digits);
  const number = digits === 0 ? whole : `${whole}.${plain.slice(-digits)}`;
  return `${amount < 0 ? "-" : ""}${number}` as Intl.StringNumericLiteral;
}

/** An amount as people who read `language` write it: €1,500.00, 1 500,00 €. */
export function formatMoney(amount: number, currency: string, language: Language): string {
  const digits = digitsOf(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(LOCALES[language], { style: "currency", currency, ...fraction });
  return format.format(decimal(amount, currency)).replace("-", "−");
}

/** As people type it into a field: 1500.00, 1500,00. */
export function typedMoney(amount: number, currency: string, language: Language): string {
  const plain = decimal(amount, currency);
  return language === "ru" ? plain.replace(".", ",") : plain;
}

/** Whole minor units of what somebody typed. Null if it is no amount of the currency: letters, a sign, too many digits. */
export function parseMoney(text: string, currency: string, language: Language): number | null {
  const close = text.replace(/[\s\u00a0\u202f]/g, "");
  // Commas between thousands are English; elsewhere a comma begins the minor units.
  const plain =
    language === "en" && /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(close) ? close.replaceAll(",", "") : close;
  const [, whole = "", fraction = ""] = /^(\d*)(?:[.,](\d*))?$/.exec(plain) ?? [];
  const digits = digitsOf(currency);
  if (whole + fraction === "" || fraction.replace(/0+$/, "").length > digits) return null;
  const amount = Number(whole + fraction.slice(0, digits).padEnd(digits, "0") || "0");
  return Number.isSafeInteger(amount) ? amount : null;
}
