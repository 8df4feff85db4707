import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { speak } from "../foundation/i18n";
import { hasChosenLanguage } from "../foundation/i18n/language";
import { useMe } from "./queries";

/** On a browser where no language was ever chosen, the app speaks the account's. */
export function useAccountLanguage(): void {
  const { i18n } = useTranslation();
  const { data: me } = useMe();
  useEffect(() => {
    if (me && !hasChosenLanguage()) void speak(i18n, me.locale);
  }, [me, i18n]);
}
