import { useLanguage } from "../foundation/i18n/useLanguage";
import type { ExerciseKind } from "./document";

/** A coach's own exercise may have a name in one language only. The other one is empty then. */
export interface Named {
  name_en: string;
  name_ru: string;
}

export function nameIn(language: "en" | "ru", { name_en, name_ru }: Named): string {
  return language === "ru" ? name_ru || name_en : name_en || name_ru;
}

/** How a thing with names in both languages is called in the language of the page. */
export function useName(): (named: Named) => string {
  const language = useLanguage();
  return (named) => nameIn(language, named);
}

export interface Exercise extends Named {
  id: string;
  /** Null: built in. */
  coach_id: string | null;
  kind: ExerciseKind;
  movement: string | null;
  primary_muscles: string[];
  secondary_muscles: string[];
  equipment: string[];
  unilateral: boolean;
  video_url: string | null;
  cues: string;
  aliases: string[];
  archived_at: string | null;
  version: number;
}
