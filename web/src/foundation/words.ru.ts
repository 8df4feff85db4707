import type { Russian } from "./i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  name: "Wellio",
  retry: "Повторить",
  cancel: "Отмена",
  close: "Закрыть",
  save: "Сохранить",
  delete: "Удалить",
  loading: "Загрузка",
  skipToContent: "К содержанию",
  navigation: "Главное меню",
  menu: "Меню аккаунта",
  error: {
    title: "Не удалось загрузить",
    offline: "Нет соединения. Проверьте сеть и попробуйте ещё раз.",
    tooMany: "Слишком много за раз. Подождите минуту и попробуйте снова.",
    server: "Что-то сломалось у нас. Попробуйте ещё раз чуть позже.",
    unauthorized: "Сеанс завершён. Войдите, пожалуйста, снова.",
    forbidden: "У вас нет на это прав.",
    notFound: "Этого больше нет.",
    unknown: "Что-то пошло не так.",
    crash: "На этой странице что-то сломалось",
    crashHint: "Всё, что вы написали, сохранено. Обновите страницу, чтобы продолжить.",
    reload: "Обновить",
  },
  notFound: {
    title: "Такой страницы нет",
    hint: "Возможно, в адресе опечатка или страница предназначена другому человеку.",
    home: "На главную",
  },
  unit: { kg: "{{value}} кг", lb: "{{value}} фунт." },
  conflict: {
    title: "Тем временем это изменилось",
    by: "{{name}}, {{moment}}",
    now: "Сейчас: {{value}}",
    yours: "У вас: {{value}}",
    keepNow: "Оставить как сейчас",
    saveYours: "Сохранить моё",
  },
  refusals: {
    changed_meanwhile: "Тем временем это изменилось. Посмотрите ещё раз.",
    no_such_client: "Такого клиента нет. Проверьте, под тем ли аккаунтом вы вошли.",
    read_only: "Эти данные можно только смотреть.",
  },
};

export default words;
