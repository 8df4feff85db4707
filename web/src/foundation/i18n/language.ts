export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every language under its own name, as people look for it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", ru: "Русский" };

const STORED = "wellio.language";

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** What was chosen here before, else the browser's first language that there is. */
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
