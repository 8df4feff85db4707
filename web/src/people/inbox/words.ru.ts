import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  title: "Входящие",
  show: "Что показать",
  kind: {
    all: "Всё: {{count}}",
    messages: "Сообщения: {{count}}",
    reviews: "На проверку: {{count}}",
    alerts: "Важное: {{count}}",
  },
  client: "Чьё",
  allClients: "Все клиенты",
  count_one: "Вас ждёт {{count}} дело",
  count_few: "Вас ждут {{count}} дела",
  count_many: "Вас ждут {{count}} дел",
  count_other: "Вас ждут {{count}} дела",
  empty: "Ничего не ждёт вашего внимания.",
  reply: "Ответить",
  closeReply: "Закрыть",
  settle: "Готово",
  settled: "Готово: {{value}}",
  undo: "Отменить",
  keys: "Клавиши на карточке",
  key: {
    J: "дальше",
    K: "назад",
    Enter: "первая кнопка",
    R: "ответить",
    E: "готово или верно",
    U: "отменить",
  },
};

export default words;
