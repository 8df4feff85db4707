import { expect, it } from "vitest";
import { createI18n } from "../../foundation/i18n";
import { formatFor } from "../../foundation/i18n/format";
import { onDay } from "./DayChoice";

const WORDS = { progress: { en: () => import("../words.en"), ru: () => import("../words.ru") } };

it("says the day in the language of the diary, also to a page in another one", async () => {
  const i18n = await createI18n("en", WORDS, ["progress"]);
  await i18n.loadLanguages("ru");
  expect(i18n.hasResourceBundle("ru", "progress")).toBe(true);
  const words = { t: i18n.getFixedT("ru"), format: formatFor("ru") };
  expect(onDay("вес 70", 1, words, "2026-11-30")).toBe("вчера: вес 70");
  expect(onDay("вес 70", 3, words, "2026-11-30")).toBe("27 ноября: вес 70");
  expect(onDay("вес 70", 0, words, "2026-11-30")).toBe("вес 70");
});
