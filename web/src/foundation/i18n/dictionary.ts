import type { Language } from "./language";

/** The words of one namespace, by language. Only the language that is spoken is loaded. */
export type Dictionary = Record<Language, () => Promise<{ default: object }>>;

/** By namespace. */
export type Dictionaries = Record<string, Dictionary>;

/** The English words by namespace, which keys are checked against. Every dictionary adds its own. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the dictionaries
export interface Namespaces {}

/**
 * What a Russian dictionary must hold, given the English one: the same keys, and the three Russian plural forms for
 * every English one.
 */
export type Russian<English> = {
  [K in keyof English as RussianKey<K>]: English[K] extends string ? string : Russian<English[K]>;
};

type RussianKey<K> = K extends `${infer Base}_one`
  ? `${Base}_one` | `${Base}_few` | `${Base}_many`
  : K extends `${infer Base}_other`
    ? `${Base}_other`
    : K;
