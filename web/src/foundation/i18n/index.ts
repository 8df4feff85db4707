import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type en from "./en";
import { type Language, rememberLanguage } from "./language";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    /** English is what keys are checked against. */
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Only the language that is spoken is loaded. */
const DICTIONARIES: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("./en"),
  ru: () => import("./ru"),
};

export async function createI18n(language: Language): Promise<i18n> {
  const dictionary = await DICTIONARIES[language]();
  const instance = i18next.createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: dictionary.default } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  return instance;
}

/** From here on the page speaks `language`, and this browser will remember it. */
export async function speak(instance: i18n, language: Language): Promise<void> {
  if (!instance.hasResourceBundle(language, "translation")) {
    const dictionary = await DICTIONARIES[language]();
    instance.addResourceBundle(language, "translation", dictionary.default);
  }
  rememberLanguage(language);
  document.documentElement.lang = language;
  await instance.changeLanguage(language);
}
