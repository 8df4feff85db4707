import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Format, formatFor } from "../../foundation/i18n/format";
import type { Language } from "../../foundation/i18n/language";
import { useFormat } from "../../foundation/i18n/useLanguage";

export interface EntryWords {
  t: TFunction;
  format: Format;
}

/** What the text of an entry is made with: the language of the diary, whoever writes in it. Absent: the page's. */
export function useEntryWords(language?: Language): EntryWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [loaded, setLoaded] = useState<Language | null>(null);
  useEffect(() => {
    if (!language || language === i18n.language) return;
    void i18n.loadLanguages(language).then(() => {
      if (i18n.hasResourceBundle(language, "progress")) setLoaded(language);
    });
  }, [i18n, language]);
  return language && loaded === language
    ? { t: i18n.getFixedT(language), format: formatFor(language) }
    : { t, format };
}
