import type { Russian } from "./i18n/dictionary";
import type en from "./words.en";

const app: Russian<typeof en> = {
  name: "Wellio",
  retry: "Повторить",
  cancel: "Отмена",
  close: "Закрыть",
  save: "Сохранить",
  delete: "Удалить",
  loading: "Загрузка",
  back: "Назад",
  skipToContent: "К содержанию",
  nav: { label: "Главное меню", clients: "Клиенты", progress: "Мой прогресс" },
  menu: {
    open: "Меню аккаунта",
    language: "Язык",
    theme: "Оформление",
    themeLight: "Светлое",
    themeDark: "Тёмное",
    themeAuto: "Как в системе",
    timeZone: "Часовой пояс",
    data: "Ваши данные",
    signOut: "Выйти",
  },
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
  refusals: {
    read_only: "Эти данные можно только смотреть.",
  },
};

export default app;
