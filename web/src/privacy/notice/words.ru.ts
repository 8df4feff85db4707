import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  due: "Всё о вас будет стёрто {{moment}}, как вы просили.",
  dueWithAccount: "Всё о вас и ваш аккаунт будут стёрты {{moment}}, как вы просили.",
  cancel: "Не стирать",
  erased: {
    title: "Ваши данные стёрты",
    hint: "Всё о вас как о клиенте удалено {{moment}}, как вы просили. Аккаунт остался: присоединитесь к тренеру, чтобы начать заново, или удалите его на странице",
  },
  data: "Ваши данные",
};

export default words;
