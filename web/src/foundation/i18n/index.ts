import i18next, { type BackendModule, type i18n, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Dictionaries, Dictionary, Namespaces } from "./dictionary";
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

/** Speaks `language`, with the words of the app itself and of `namespaces`. */
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
  await loadWords(instance, ["app", ...namespaces]);
  return instance;
}

/** Loads words for the screens to come. Whatever has been loaded once is loaded in the next language too. */
export function loadWords(instance: i18n, namespaces: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    void instance.loadNamespaces(namespaces, (error) => {
      const missing = namespaces.find((one) => !instance.hasResourceBundle(instance.language, one));
      if (missing) reject(error ?? new Error(`No words for ${missing}`));
      else resolve();
    });
  });
}

/** From here on the page speaks `language`, and this browser will remember it. */
export async function speak(instance: i18n, language: Language): Promise<void> {
  const dictionaries = instance.options.backend as Dictionaries;
  const spoken = Object.entries(dictionaries).filter(([name]) => instance.options.ns?.includes(name));
  await Promise.all(spoken.map(([, dictionary]) => dictionary[language]())); // nothing changes where they cannot be loaded
  rememberLanguage(language);
  document.documentElement.lang = language;
  await instance.changeLanguage(language);
}

/** Reads a dictionary. Refusals go into a namespace of their own: a reason says not in which domain it has words. */
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
