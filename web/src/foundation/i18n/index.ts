import i18next, { type BackendModule, type i18n, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Dictionaries, Dictionary, Namespaces } from "./dictionary";
import { formatFor } from "./format";
import { type Language, rememberLanguage } from "./language";

declare module "i18next" {
  interface CustomTypeOptions {
    /** Keys begin with the name of their namespace and a colon. */
    defaultNS: readonly ["app", ...Exclude<keyof Namespaces, "app">[]];
    resources: Namespaces & { refusals: Record<string, string> };
    returnNull: false;
  }
}

const APP: Dictionary = { en: () => import("../words.en"), ru: () => import("../words.ru") };

/** An instance that speaks `language`, with the words of the app itself and of `namespaces`. */
export async function createI18n(
  language: Language,
  dictionaries: Dictionaries = {},
  namespaces: string[] = [],
): Promise<i18n> {
  const instance = i18next.createInstance();
  await instance
    .use(backend(instance))
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      ns: "app",
      defaultNS: "app",
      backend: { ...dictionaries, app: APP },
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
    });
  // `{{date, day}}` in words: a day of the database as people say it.
  instance.services.formatter?.add("day", (day: string, spoken) => formatFor(spoken as Language).day(day));
  await loadWords(instance, ["app", ...namespaces]);
  return instance;
}

/** Loads the words of a screen. After a change of the language, loaded namespaces are loaded in the new one. */
export function loadWords(instance: i18n, namespaces: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    void instance.loadNamespaces(namespaces, (error) => {
      const missing = namespaces.find((one) => !instance.hasResourceBundle(instance.language, one));
      if (missing) reject(error ?? new Error(`No words for ${missing}`));
      else resolve();
    });
  });
}

/** Changes the language of the page. The browser remembers it. */
export async function speak(instance: i18n, language: Language): Promise<void> {
  const dictionaries = instance.options.backend as Dictionaries;
  const spoken = Object.entries(dictionaries).filter(([name]) => instance.options.ns?.includes(name));
  await Promise.all(spoken.map(([, dictionary]) => dictionary[language]())); // fails before anything has changed
  rememberLanguage(language);
  document.documentElement.lang = language;
  await instance.changeLanguage(language);
}

/** Reads a dictionary. Refusals go into a namespace of their own, because a reason does not name its domain. */
function backend(instance: i18n): BackendModule<Dictionaries> {
  let dictionaries: Dictionaries = {};
  return {
    type: "backend",
    init: (_services, options) => {
      dictionaries = options;
    },
    read: (language: Language, namespace: string, done: ReadCallback) => {
      const dictionary = dictionaries[namespace];
      if (!dictionary) return done(new Error(`No dictionary ${namespace}`), null);
      dictionary[language]().then(
        (module) => {
          const { refusals = {}, ...words } = module.default as Record<string, object>;
          instance.addResourceBundle(language, "refusals", refusals, true);
          done(null, words);
        },
        (error: Error) => done(error, null),
      );
    },
  };
}
