import type { Russian } from "../../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  row: {
    weight: "Вес",
    adherence: "Соблюдение плана",
    kg: "{{value}} кг",
    changeKg: "{{value}} кг за 7 дней",
    coverage_one: "{{within}} из {{count}} дня с записями",
    coverage_few: "{{within}} из {{count}} дней с записями",
    coverage_many: "{{within}} из {{count}} дней с записями",
    coverage_other: "{{within}} из {{count}} дня с записями",
    notScored: "нечего сравнивать с планом",
    weightTrend: "Вес за четыре недели: {{values}}",
    adherenceTrend: "Соблюдение плана по неделям: {{values}}",
    lastLog: "Последняя запись {{moment}}",
    noLog: "Записей пока нет",
    allGood: "Всё в порядке",
  },
  reason: {
    silent_one: "Нет данных {{count}} день",
    silent_few: "Нет данных {{count}} дня",
    silent_many: "Нет данных {{count}} дней",
    silent_other: "Нет данных {{count}} дня",
    over: "Выше цели 3+ дня подряд",
    under: "Ниже цели 3+ дня подряд",
    reviews_one: "{{count}} запись на проверку",
    reviews_few: "{{count}} записи на проверку",
    reviews_many: "{{count}} записей на проверку",
    reviews_other: "{{count}} записи на проверку",
    gap: "3+ дня подряд без данных",
    missing_one: "{{count}} день без данных",
    missing_few: "{{count}} дня без данных",
    missing_many: "{{count}} дней без данных",
    missing_other: "{{count}} дня без данных",
    nothingYet: "Пока нет записей",
    notJoined: "Ещё не присоединился",
    invited: "Приглашение отправлено, ещё не присоединился",
    none: "Ничего необычного",
  },
};

export default words;
