import { useMemo } from "react";
import { useLanguage } from "../foundation/i18n/useLanguage";
import { formatMoney, parseMoney, typedMoney } from "./money";

/** Amounts in the language of the page. */
export function useMoney() {
  const language = useLanguage();
  return useMemo(
    () => ({
      format: (amount: number, currency: string) => formatMoney(amount, currency, language),
      typed: (amount: number, currency: string) => typedMoney(amount, currency, language),
      parse: (text: string, currency: string) => parseMoney(text, currency, language),
    }),
    [language],
  );
}
