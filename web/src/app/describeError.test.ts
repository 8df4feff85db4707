import { expect, test } from "vitest";
import { domains } from "../domains";
import { describeError } from "../foundation/describeError";
import { dictionariesOf } from "../foundation/domain";
import { createI18n } from "../foundation/i18n";
import { RequestError } from "../foundation/request";

const dictionaries = dictionariesOf(domains);

test.each([
  [
    "en",
    409,
    "PT409",
    "account_has_clients",
    "Your account still has clients. End their coaching first, and erase those without an account.",
  ],
  [
    "ru",
    409,
    "PT409",
    "account_has_clients",
    "У вас есть клиенты. Сначала закончите работу с ними, а тех, у кого нет аккаунта, сотрите.",
  ],
  ["ru", 409, "PT409", "new", "No. Go on."],
  ["en", 409, "23505", null, "Something went wrong."],
  ["ru", 422, "PT422", "week_in_future", "Эта неделя ещё не началась. Выберите текущую или прошедшую."],
  ["ru", 422, "22P02", null, "Что-то пошло не так."],
  [
    "ru",
    403,
    "PT403",
    "only_coach_writes_plans",
    "Планы составляет тренер. Попросите его о плане или об изменениях.",
  ],
  ["ru", 403, "42501", null, "У вас нет на это прав."],
  ["ru", 404, "PT404", "no_such_client", "Такого клиента нет. Проверьте, под тем ли аккаунтом вы вошли."],
  ["ru", 404, "PGRST202", null, "Этого больше нет."],
  ["ru", 406, "PGRST116", null, "Этого больше нет."],
  ["ru", 429, "over_request_rate_limit", null, "Слишком много за раз. Подождите минуту и попробуйте снова."],
  ["en", 500, "XX000", null, "Something went wrong on our side. Please try again in a moment."],
  ["ru", 500, "XX000", null, "Что-то сломалось у нас. Попробуйте ещё раз чуть позже."],
] as const)("in %s, %i %s %s: %s", async (language, status, code, name, words) => {
  const { t } = await createI18n(language, dictionaries, Object.keys(dictionaries));
  const reason = name ? { name, args: {} } : null;
  expect(describeError(new RequestError(status, code, "No", "Go on.", reason), t)).toBe(words);
});

test.each([
  ["en", "This entry already has such a value for 29 November. Fix that one instead."],
  ["ru", "В этой записи уже есть такое значение за 29 ноября. Исправьте его."],
] as const)("in %s, a date of a refusal is said as people say it", async (language, words) => {
  const { t } = await createI18n(language, dictionaries, Object.keys(dictionaries));
  const reason = { name: "event_exists", args: { date: "2026-11-29" } };
  expect(describeError(new RequestError(409, "PT409", "No", "Go on.", reason), t)).toBe(words);
});
