import { useLanguage } from "../../foundation/i18n/useLanguage";
import { usePackages } from "../queries";

/** The currency in which a new price is given first: that of the newest package, else the usual one of the language. */
export function useCurrency(): string {
  const language = useLanguage();
  const packages = usePackages();
  return packages.data?.at(-1)?.currency ?? (language === "ru" ? "RUB" : "EUR");
}
