import { expect, test } from "vitest";
import { describeError } from "./describeError";
import { createI18n } from "./i18n";
import { RequestError } from "./request";

test.each([
  ["en", 409, "PT409", "Your account has clients", "Your account has clients. Go on."],
  [
    "ru",
    409,
    "PT409",
    "Your account has clients",
    "У вас есть клиенты. Сначала завершите работу с ними или удалите их данные.",
  ],
  ["ru", 409, "PT409", "A reason that is new", "Сейчас это невозможно."],
  ["en", 409, "23505", "duplicate key", "Something went wrong."],
  [
    "ru",
    422,
    "PT422",
    "This week has not begun",
    "Эта неделя ещё не началась. Выберите текущую или прошедшую.",
  ],
  ["ru", 422, "PT422", "A reason that is new", "Что-то пошло не так."],
  [
    "ru",
    403,
    "PT403",
    "Only the coach writes plans",
    "Планы составляет тренер. Попросите его о плане или об изменениях.",
  ],
  ["ru", 403, "42501", "permission denied", "У вас нет на это прав."],
  ["ru", 404, "PT404", "No such client", "Такого клиента нет. Проверьте, под тем ли аккаунтом вы вошли."],
  ["ru", 404, "PT404", "A reason that is new", "Этого больше нет."],
  ["ru", 406, "PGRST116", "Cannot coerce the result to a single JSON object", "Этого больше нет."],
  ["ru", 429, "PT429", "Too many logs", "Слишком много за раз. Подождите минуту и попробуйте снова."],
] as const)("in %s, %i %s %s: %s", async (language, status, code, message, words) => {
  const { t } = await createI18n(language);
  expect(describeError(new RequestError(status, code, message, "Go on."), t)).toBe(words);
});
