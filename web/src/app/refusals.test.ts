import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { domains } from "../domains";
import { describeError } from "../foundation/describeError";
import { describeRefusal } from "../foundation/describeRefusal";
import { dictionariesOf } from "../foundation/domain";
import { createI18n } from "../foundation/i18n";
import { LANGUAGES, type Language } from "../foundation/i18n/language";
import { unwrap } from "../foundation/request";

const SQL = fileURLToPath(new URL("../../../sql", import.meta.url));
const CALL = /(?<!function )private\.refuse\(([^;]*)/g;
const REASON = /^\s*'(PT4\d\d)',\s*'([a-z_]+)',/;

const calls = readdirSync(SQL, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".sql"))
  .flatMap((file) => [...readFileSync(path.join(SQL, file), "utf8").matchAll(CALL)])
  .map(([, call = ""]) => call)
  .filter((call) => !call.startsWith("text,")); // grants and comments, which name its signature
const raised = calls.flatMap((call) => {
  const [, code = "", reason = ""] = REASON.exec(call) ?? [];
  const [, args = ""] = /jsonb_build_object\((.*)$/s.exec(call) ?? [];
  return reason ? [{ code, reason, args: [...args.matchAll(/'(\w+)',/g)].map(([, name = ""]) => name) }] : [];
});

const dictionaries = dictionariesOf(domains);
const spoken = {
  en: await createI18n("en", dictionaries, Object.keys(dictionaries)),
  ru: await createI18n("ru", dictionaries, Object.keys(dictionaries)),
};
const words = (language: Language): Record<string, string> =>
  spoken[language].getResourceBundle(language, "refusals");

describe("what sql/ refuses", () => {
  it("is all found by this test", () => {
    expect(raised.length).toBeGreaterThan(50);
    expect(raised).toHaveLength(calls.length);
  });

  it.each(LANGUAGES)("has words in %s, and there are none for what is not refused", (language) => {
    const reasons = new Set(raised.map(({ reason }) => reason));
    expect(Object.keys(words(language)).toSorted()).toEqual([...reasons].toSorted());
  });

  it.each(LANGUAGES)("is named in %s only as the database names it", (language) => {
    const wrong = raised.filter(({ reason, args }) =>
      [...(words(language)[reason] ?? "").matchAll(/\{\{(\w+)\}\}/g)].some(
        ([, name = ""]) => !args.includes(name),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("is said in whole sentences", () => {
    for (const said of Object.values(words("en"))) expect(said).toMatch(/^(\$|[A-Z]).*[.]$/);
    for (const said of Object.values(words("ru"))) expect(said).toMatch(/^(\$|[А-ЯЁ]).*[.]$/);
  });

  describe.each(LANGUAGES)("in %s", (language) => {
    it.each(raised)("is shown in words: $code $reason", async ({ code, reason, args }) => {
      const { t } = spoken[language];
      const named = Object.fromEntries(args.map((name) => [name, "notes"]));
      const shown = describeError(await refused(code, { reason, ...named }), t);
      const said = words(language)[reason] ?? "";
      expect(shown).not.toMatch(/Go on|[{}$]/);
      expect(shown).toContain(said.slice(said.search(/[^})]*$/)));
    });
  });
});

/** What is thrown where PostgREST answers with what `private.refuse` raises: PTxyz is HTTP xyz. */
function refused(code: string, details: object | null, message = "Not so"): Promise<unknown> {
  const error = { code, message, details: details && JSON.stringify(details), hint: "Go on." };
  const answer = { data: null, error, status: Number(code.slice(2)) };
  return unwrap(Promise.resolve(answer)).catch((thrown: unknown) => thrown);
}

describe("a refusal", () => {
  it.each([
    ["en", "This entry is being read. Try again in a moment."],
    ["ru", "Запись сейчас читается. Попробуйте ещё раз через пару секунд."],
  ] as const)("is said by its reason in %s", async (language, words) => {
    const { t } = spoken[language];
    expect(describeError(await refused("PT409", { reason: "log_being_read" }), t)).toBe(words);
  });

  it.each([
    ["en", "Carbs, g: enter a number from 0 to 800."],
    ["ru", "Углеводы, г: введите число от 0 до 800."],
  ] as const)("names a field as its form does in %s", async (language, words) => {
    const { t } = spoken[language];
    const details = { reason: "plan_value_range", key: "carbs_target_g", low: 0, high: 800 };
    expect(describeError(await refused("PT422", details), t)).toBe(words);
  });

  it.each([
    ["PT409", "A reason that is new", { reason: "new" }, "A reason that is new. Go on."],
    ["PT409", "A reason without a name", null, "A reason without a name. Go on."],
    ["PT422", "carbs_target_g is out of range", null, "carbs target g is out of range. Go on."],
    ["PT422", '"mars_one" is not a time zone', null, '"mars_one" is not a time zone. Go on.'],
  ])("without words is said as the database says it: %s %s", async (code, message, details, words) => {
    for (const language of LANGUAGES) {
      const { t } = spoken[language];
      expect(describeError(await refused(code, details, message), t)).toBe(words);
    }
  });

  it.each([
    ["23505", "duplicate key"],
    ["PT500", "no refusal"],
  ])("is not %s %s", async (code, message) => {
    const { t } = spoken.en;
    expect(describeRefusal({ code, message, hint: "Go on." }, t)).toBeNull();
  });

  it("is told from an error whose details are prose", async () => {
    const error = { code: "PGRST116", message: "No row", details: "The result contains 0 rows", hint: null };
    const thrown = await unwrap(Promise.resolve({ data: null, error, status: 406 })).catch((e: unknown) => e);
    expect(thrown).toMatchObject({ status: 406, reason: null });
  });
});
