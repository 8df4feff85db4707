import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createI18n } from "../i18n";
import { describeRefusal } from "./describeRefusal";
import russian from "./refusals.ru";

const SQL = fileURLToPath(new URL("../../../sql", import.meta.url));
const RAISE = /raise sqlstate '(PT\d+)' using\s+message = (?:format\()?'((?:[^']|'')*)'/g;

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
    const all = texts.flatMap((text) => text.match(/sqlstate 'PT/g) ?? []);
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

  it("is said in Russian, whatever it names", async () => {
    const { t } = await createI18n("ru");
    for (const { code, message } of raised) {
      const filled = message.replaceAll("%s", "carbs_target_g");
      const words = describeRefusal({ code, message: filled, hint: "Hint." }, t);
      expect(words, message).toMatch(/^[А-ЯЁ].*[.]$/);
      expect(words, message).not.toMatch(/\$\d|%s/);
    }
  });
});

it.each([
  ["en", "PT409", "This log is being read", "This log is being read. Try again."],
  ["ru", "PT409", "This log is being read", "Запись сейчас читается. Попробуйте ещё раз через пару секунд."],
  ["ru", "PT422", '"Mars" is not a time zone', 'Часового пояса "Mars" нет. Выберите пояс из списка.'],
  ["ru", "PT409", "A reason that is new", null],
  ["en", "23505", "duplicate key", null],
  ["en", "PT500", "no refusal", null],
] as const)("in %s, %s %s: %s", async (language, code, message, words) => {
  const { t } = await createI18n(language);
  expect(describeRefusal({ code, message, hint: "Try again." }, t)).toBe(words);
});
