import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { describeError } from "./describeError";
import { describeRefusal } from "./describeRefusal";
import { createI18n } from "./i18n";
import russian from "./refusals.ru";
import { unwrap } from "./request";

const SQL = fileURLToPath(new URL("../../../sql", import.meta.url));
const RAISE =
  /(?:raise sqlstate|'code',) '(PT\d+)'(?: using\s+message =|,\s+'message',) (?:format\()?'((?:[^']|'')*)'/g;

const texts = readdirSync(SQL, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".sql"))
  .map((file) => readFileSync(path.join(SQL, file), "utf8"));
const raised = texts.flatMap((text) =>
  [...text.matchAll(RAISE)].map(([, code = "", message = ""]) => ({
    code,
    message: message.replaceAll("''", "'"),
  })),
);

describe("what sql/ refuses", () => {
  it("is all found by this test", () => {
    const all = texts.flatMap((text) => text.match(/(?:sqlstate|'code',) 'PT/g) ?? []);
    expect(raised.length).toBeGreaterThan(50);
    expect(raised).toHaveLength(all.length);
  });

  it("has Russian words, and there are none for what it does not say", () => {
    const said = raised.map(({ message }) => message);
    expect(Object.keys(russian).toSorted()).toEqual([...new Set(said)].toSorted());
  });

  it("names in Russian only what it names itself", () => {
    const wrong = Object.entries(russian).filter(([said, words]) => {
      const named = said.split("%s").length - 1;
      return [...words.matchAll(/\$(\d)/g)].some(([, number]) => Number(number) > named);
    });
    expect(wrong).toEqual([]);
  });

  it("is Russian, in whole sentences", () => {
    for (const words of Object.values(russian)) expect(words).toMatch(/^(\$\d|[А-ЯЁ]).*[.]$/);
  });

  it.each(raised)("is shown in Russian: $code $message", async ({ code, message }) => {
    const { t } = await createI18n("ru");
    const error = await refused(code, message.replaceAll("%s", "carbs_target_g"));
    expect(describeError(error, t)).toBe(russian[message]?.replace(/\$\d/g, "carbs_target_g"));
  });

  it.each(raised)("is shown in English: $code $message", async ({ code, message }) => {
    const { t } = await createI18n("en");
    const filled = message.replaceAll("%s", "2026");
    expect(describeError(await refused(code, filled), t)).toBe(`${inWords(filled)}. Go on.`);
  });
});

/** What is thrown where PostgREST answers with what `sql/` raises: PTxyz is HTTP xyz. */
function refused(code: string, message: string): Promise<unknown> {
  const error = { code, message, details: null, hint: "Go on." };
  const answer = { data: null, error, status: Number(code.slice(2)) };
  return unwrap(Promise.resolve(answer)).catch((thrown: unknown) => thrown);
}

function inWords(message: string): string {
  return message.replaceAll("_", " ");
}

it.each([
  ["en", "PT409", "This log is being read", "This log is being read. Try again."],
  ["ru", "PT409", "This log is being read", "Запись сейчас читается. Попробуйте ещё раз через пару секунд."],
  ["ru", "PT422", '"Mars" is not a time zone', 'Часового пояса "Mars" нет. Выберите пояс из списка.'],
  ["ru", "PT409", "A reason that is new", null],
  ["en", "PT422", "carbs_target_g is out of range", "carbs target g is out of range. Try again."],
  ["en", "PT422", '"mars_one" is not a time zone', '"mars_one" is not a time zone. Try again.'],
  ["en", "23505", "duplicate key", null],
  ["en", "PT500", "no refusal", null],
] as const)("in %s, %s %s: %s", async (language, code, message, words) => {
  const { t } = await createI18n(language);
  expect(describeRefusal({ code, message, hint: "Try again." }, t)).toBe(words);
});
