import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createI18n } from "../foundation/i18n";
import { LANGUAGES } from "../foundation/i18n/language";
import { describeReasons, repeatsPictures } from "./reasons";

const RAISED =
  /(?<!class )\b(?:Retry|GiveUp|AI(?:Error|Unavailable|Refused|InvalidAnswer))\(\s*(?:"([a-z_]+)",|.*)/g;
const FAILED = /\bFailed\([^"()]*"([a-z_]+)",/g;
const SPENT = /"(\w+_budget_spent)"/g;
const PROBLEM = /^ {4}"([a-z_]+)": /gm;
const WRITTEN = /\b(?:ai_reasons|reason) = [^\n]*'([a-z_]+)'/g;

// Why a delivery failed is told by notify, and a payment by billing, in words of their own. A file that messaging could
// not look at is looked at again.
const functions = textOf("functions/wellio", ".py", ["notify", "messaging", "billing"]);
const raised = [...functions.matchAll(RAISED)];
const written = new Set([
  ...raised.map(([, reason]) => reason),
  ...[FAILED, SPENT].flatMap((pattern) => [...functions.matchAll(pattern)].map(([, reason]) => reason)),
  ...[...textOf("functions/wellio/progress/reading", "problems.py").matchAll(PROBLEM)].map(
    ([, reason]) => reason,
  ),
  ...[...textOf("sql/progress", ".sql").matchAll(WRITTEN)].map(([, reason]) => reason),
]);

describe("the reasons that functions and database write", () => {
  it("are all found by this test", () => {
    expect(raised.filter(([, reason]) => !reason).map(([call]) => call)).toEqual([]);
    expect(written.size).toBeGreaterThan(30);
    for (const reason of ["interrupted", "facts_not_told", "took_too_long", "client_budget_spent", "heic"]) {
      expect(written).toContain(reason);
    }
  });

  it.each(LANGUAGES)("have words in %s, and there are none for what is not written", async (language) => {
    const { getResourceBundle } = await spoken(language);
    const { reason } = getResourceBundle(language, "progress");
    expect(Object.keys(reason).toSorted()).toEqual([...written].toSorted());
  });
});

it("finds words for several reasons", async () => {
  const said = describeReasons(["picture_missing", "text_not_understood"], "A. B.", await spoken("en"));
  expect(said).toEqual(["A picture is missing.", "Part of the text was not understood."]);
});

it("shows the server's words where it does not know a reason", async () => {
  expect(describeReasons(["picture_missing", "full_moon"], "The moon is full.", await spoken("en"))).toEqual([
    "The moon is full.",
  ]);
  expect(describeReasons([], null, await spoken("en"))).toEqual([]);
});

it.each([
  [null, false],
  [{ repeated_pictures: 0 }, false],
  [{ repeated_pictures: 1 }, true],
])("knows pictures that were logged before: %j", (ai_parsed_json, repeats) => {
  expect(repeatsPictures({ ai_parsed_json })).toBe(repeats);
});

function spoken(language: (typeof LANGUAGES)[number]) {
  return createI18n(
    language,
    { progress: { en: () => import("./words.en"), ru: () => import("./words.ru") } },
    ["progress"],
  );
}

function textOf(folder: string, ending: string, except: string[] = []): string {
  const root = fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !except.includes(file.split(path.sep)[0] ?? ""))
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n");
}
