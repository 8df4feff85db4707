import { useTranslation } from "react-i18next";
import { type Format, formatFor } from "./format";
import { isLanguage, type Language } from "./language";

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : "en";
}

export function useFormat(): Format {
  return formatFor(useLanguage());
}
