import type { Russian } from "../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  row: {
    add: "Добавить метку",
    more: "и ещё {{number}}",
    of: "Метки клиента {{name}}:",
  },
  filter: {
    title: "Метка",
    all: "Все метки",
    choice: "{{label}} ({{count}})",
  },
  dialog: {
    title: "Метки: {{name}}",
    hint: "Метки видите только вы. Клиенты их не видят.",
    list: "Метки клиента",
    empty: "Меток пока нет. Добавьте первую, например «онлайн» или «травма».",
    new: "Новая метка",
    add: "Добавить",
    takeOff: "Снять метку «{{label}}»",
    putBack: "Вернуть метку «{{label}}»",
    failed: "Метки не изменены",
  },
  refusals: {
    tag_label: "В метке может быть от 1 до 40 символов. Напишите короче.",
    too_many_tags: "У клиента может быть не больше {{limit}} меток. Сначала снимите одну.",
  },
};

export default words;
