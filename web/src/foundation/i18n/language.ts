export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The name of every language in that language. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", ru: "Русский" };

const STORED = "wellio.language";

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** The language chosen here before, or the browser's first language that the app speaks. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}

export function hasChosenLanguage(): boolean {
  return isLanguage(localStorage.getItem(STORED));
}
