import { expect, test } from "vitest";
import { createI18n } from "../i18n";
import { describeError } from "./describeError";
import { RequestError } from "./request";

test.each([
  ["en", "PT409", "Not possible now. The reason: Your account has clients."],
  ["ru", "PT409", "Сейчас это невозможно. Причина: Your account has clients."],
  ["en", "23505", "Something went wrong."],
] as const)("in %s, a conflict %s: %s", async (language, code, words) => {
  const { t } = await createI18n(language);
  expect(describeError(new RequestError(409, code, "Your account has clients"), t)).toBe(words);
});
