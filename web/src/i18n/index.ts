import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import appEn from "../app/i18n.en";
import appRu from "../app/i18n.ru";
import peopleEn from "../people/i18n.en";
import peopleRu from "../people/i18n.ru";
import coachEn from "../progress/coach/i18n.en";
import coachRu from "../progress/coach/i18n.ru";
import progressEn from "../progress/i18n.en";
import progressRu from "../progress/i18n.ru";
import { type Language, rememberLanguage } from "./language";

/** One dictionary per domain and language. English is what keys are checked against. */
export const resources = {
  en: { translation: { app: appEn, people: peopleEn, progress: progressEn, coach: coachEn } },
  ru: { translation: { app: appRu, people: peopleRu, progress: progressRu, coach: coachRu } },
} as const;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: (typeof resources)["en"];
    returnNull: false;
  }
}

export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources,
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
    initAsync: false,
  });
  return instance;
}

/** From here on the page speaks `language`, and this browser will remember it. */
export function speak(instance: i18n, language: Language): void {
  rememberLanguage(language);
  document.documentElement.lang = language;
  void instance.changeLanguage(language);
}
