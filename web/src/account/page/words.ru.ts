import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  title: "Аккаунт",
  saved: "Сохранено.",
  name: {
    title: "Имя",
    coachHint: "Его видят ваши клиенты, в том числе в приглашениях.",
    clientHint: "Стоит там, где сказано, кто что записал или изменил.",
  },
  timeZone: {
    title: "Часовой пояс",
    hint: "По нему решается, к какому дню относится запись. Прежние записи остаются на своих днях.",
  },
  password: {
    title: "Пароль",
    current: "Нынешний пароль",
    currentMissing: "Введите пароль, с которым вы входите",
    currentWrong: "Нынешний пароль введён неверно",
    next: "Новый пароль",
    hint: "Не меньше {{length}} символов. На других устройствах придётся войти заново.",
    submit: "Сменить пароль",
  },
  role: {
    title: "Тренер или клиент",
    hasDiary:
      "Вы клиент и ведёте дневник. Чтобы тренировать других, зарегистрируйтесь как тренер с другой почтой.",
  },
};

export default words;
