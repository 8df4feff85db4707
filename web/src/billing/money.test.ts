import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CURRENCIES, digitsOf, formatMoney, parseMoney, typedMoney } from "./money";

const SETTINGS = fileURLToPath(new URL("../../../sql/billing/settings.sql", import.meta.url));

describe("currencies", () => {
  it("are those of the database, with its digits", () => {
    const rows = [...readFileSync(SETTINGS, "utf8").matchAll(/\('([A-Z]{3})', (\d)\)/g)];
    const known = Object.fromEntries(rows.map(([, code, digits]) => [code, Number(digits)]));
    expect(Object.fromEntries(CURRENCIES.map((code) => [code, digitsOf(code)]))).toEqual(known);
  });
});

describe("an amount", () => {
  it.each([
    [150000, "EUR", "en", "€1,500.00"],
    [5, "EUR", "en", "€0.05"],
    [1500, "JPY", "en", "JP¥1,500"],
    [1500, "KWD", "en", "KWD 1.500"],
    [-250, "EUR", "en", "−€2.50"],
    [150000, "RUB", "ru", "1 500,00 ₽"],
    [9007199254740991, "EUR", "en", "€90,071,992,547,409.91"],
  ] as const)("of %i %s is shown in %s", (amount, currency, language, shown) => {
    expect(formatMoney(amount, currency, language).replace(/[\u00a0\u202f]/g, " ")).toBe(shown);
  });

  it.each([
    ["1500", "EUR", "en", 150000],
    ["1,500.5", "EUR", "en", 150050],
    ["1,500", "EUR", "en", 150000],
    ["1,5", "EUR", "en", 150],
    ["1 500,50", "RUB", "ru", 150050],
    ["1500.5", "RUB", "ru", 150050],
    ["0.29", "EUR", "en", 29],
    ["1.10", "EUR", "en", 110],
    ["4.35", "EUR", "en", 435],
    [",5", "RUB", "ru", 50],
    ["1.234", "KWD", "ru", 1234],
    ["1500", "JPY", "en", 1500],
    ["1500.0", "JPY", "en", 1500],
  ] as const)("is read from %s %s in %s", (text, currency, language, amount) => {
    expect(parseMoney(text, currency, language)).toBe(amount);
  });

  it.each([
    ["", "EUR", "en"],
    [".", "EUR", "en"],
    ["-5", "EUR", "en"],
    ["5 €", "EUR", "en"],
    ["1.234", "EUR", "en"],
    ["1,234", "RUB", "ru"],
    ["1.5", "JPY", "en"],
    ["1,50,00", "EUR", "en"],
    ["1e3", "EUR", "en"],
    ["99999999999999999", "EUR", "en"],
  ] as const)("is not read from %j %s in %s", (text, currency, language) => {
    expect(parseMoney(text, currency, language)).toBeNull();
  });

  it("is what was typed when it is shown in a field and read again", () => {
    for (const language of ["en", "ru"] as const) {
      for (const currency of ["EUR", "JPY", "KWD"]) {
        for (let amount = 0; amount < 20_000; amount += 7) {
          expect(parseMoney(typedMoney(amount, currency, language), currency, language)).toBe(amount);
        }
      }
    }
  });
});
