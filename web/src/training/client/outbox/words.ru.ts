import type { Russian } from "../../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  refused_one: "{{count}} запись тренировки не сохранилась.",
  refused_few: "{{count}} записи тренировки не сохранились.",
  refused_many: "{{count}} записей тренировки не сохранились.",
  refused_other: "{{count}} записи тренировки не сохранились.",
  look: "Посмотреть",
};

export default words;
