import { describe, expect, it } from "vitest";
import { domains } from "../domains";
import { dictionariesOf } from "../foundation/domain";
import { createI18n } from "../foundation/i18n";
import { LANGUAGES, type Language } from "../foundation/i18n/language";

const PLURALS = /_(one|few|many|other)$/;

function flatten(tree: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, words] of flatten(value, `${prefix}${key}.`)) flat.set(inner, words);
  }
  return flat;
}

const variables = (words: string) => [...new Set(words.match(/\{\{\w+\}\}/g))].sort().join();
const baseNames = (flat: Map<string, string>) =>
  new Set([...flat.keys()].map((key) => key.replace(PLURALS, "")));

const dictionaries = dictionariesOf(domains);

async function everything(language: Language): Promise<Map<string, string>> {
  const instance = await createI18n(language, dictionaries, Object.keys(dictionaries));
  return flatten(instance.getDataByLanguage(language) ?? {});
}

const en = await everything("en");
const ru = await everything("ru");

describe("the dictionaries", () => {
  it("have the same entries", () => {
    expect(baseNames(ru)).toEqual(baseNames(en));
  });

  it("have words for a refusal once", async () => {
    const loaded = await Promise.all(Object.values(dictionaries).map(({ en }) => en()));
    const reasons = loaded.flatMap(({ default: words }) =>
      Object.keys((words as { refusals?: object }).refusals ?? {}),
    );
    expect(reasons.length).toBeGreaterThan(50);
    expect(reasons).toHaveLength(new Set(reasons).size);
  });

  it("have no empty entry", () => {
    expect([...en, ...ru].filter(([, words]) => words.trim() === "")).toEqual([]);
  });

  it("ask for the same variables", () => {
    const original = (key: string) => en.get(key) ?? en.get(key.replace(PLURALS, "_other")) ?? "";
    const differing = [...ru].filter(([key, words]) => variables(words) !== variables(original(key)));
    expect(differing).toEqual([]);
  });

  it.each(LANGUAGES)("have every plural form of %s", (language) => {
    const flat = { en, ru }[language];
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const bases = [...flat.keys()].filter((key) => PLURALS.test(key)).map((key) => key.replace(PLURALS, ""));
    const missing = bases
      .flatMap((base) => forms.map((form) => `${base}_${form}`))
      .filter((key) => !flat.has(key));
    expect(missing).toEqual([]);
  });
});

describe("plurals", () => {
  it.each([
    [1, "1 шаг"],
    [2, "2 шага"],
    [5, "5 шагов"],
    [11, "11 шагов"],
    [21, "21 шаг"],
    [112, "112 шагов"],
  ])("of %i in Russian", async (count, words) => {
    const { t } = await createI18n("ru", dictionaries, ["progress"]);
    expect(t("progress:event.steps", { count, value: String(count) })).toBe(words);
  });
});
