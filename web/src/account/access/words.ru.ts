import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  forgot: "Забыли пароль?",
  request: {
    title: "Новый пароль",
    hint: "Мы отправим вам письмо со ссылкой. По ней откроется страница, где вы выберете новый пароль.",
    submit: "Отправить ссылку",
    sent: "Проверьте почту",
    sentHint: "Если аккаунт с почтой {{email}} есть, ссылка уже в пути. Она действует час.",
    toSignIn: "Вернуться ко входу",
  },
  choose: {
    title: "Выберите новый пароль",
    password: "Новый пароль",
    submit: "Сохранить пароль",
    expired: "Ссылка больше не действует. Она работает один раз и в течение часа. Запросите новую.",
    again: "Запросить новую ссылку",
  },
  providers: { or: "или", with: "Продолжить через {{provider}}" },
};

export default words;
