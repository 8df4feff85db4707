import type { Russian } from "../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  signIn: {
    title: "Вход",
    submit: "Войти",
    toSignUp: "Ещё нет аккаунта?",
    toSignUpLink: "Зарегистрироваться",
  },
  signUp: {
    title: "Регистрация",
    submit: "Создать аккаунт",
    toSignIn: "Уже есть аккаунт?",
    toSignInLink: "Войти",
    iAm: "Я",
    coach: "тренер",
    client: "клиент",
    clientHint: "Код приглашения даёт тренер, его нужно будет ввести на следующем шаге.",
    timeZone: "Ваши дни считаются в часовом поясе {{timeZone}}.",
    checkMail: "Проверьте почту",
    checkMailHint: "Мы отправили ссылку на {{email}}. Откройте её, чтобы закончить регистрацию, и войдите.",
  },
  field: { email: "Эл. почта", password: "Пароль", fullName: "Имя" },
  invalid: {
    email: "Это не похоже на адрес почты",
    password: "Не меньше {{length}} символов",
    fullName: "Введите имя",
  },
  error: {
    credentials: "Неверная почта или пароль.",
    taken: "Аккаунт с этой почтой уже есть. Войдите в него.",
    weakPassword: "Этот пароль слишком легко угадать.",
    unconfirmed: "Сначала откройте ссылку из письма, которое мы отправили.",
    tooOften: "Слишком много попыток. Подождите немного.",
  },
  session: { expired: "Сеанс завершён. Войдите, пожалуйста, снова." },
  timeZone: {
    differs: "Ваши дни считаются в часовом поясе {{stored}}, а на этом устройстве {{browser}}.",
    switch: "Перейти на {{browser}}",
    keep: "Оставить {{stored}}",
  },
  unsent: {
    title: "Отправлено не всё",
    body_one:
      "{{count}} запись ждёт на этом устройстве. Она сохранится и отправится, когда вы снова здесь войдёте.",
    body_few:
      "{{count}} записи ждут на этом устройстве. Они сохранятся и отправятся, когда вы снова здесь войдёте.",
    body_many:
      "{{count}} записей ждут на этом устройстве. Они сохранятся и отправятся, когда вы снова здесь войдёте.",
    body_other:
      "{{count}} записи ждут на этом устройстве. Они сохранятся и отправятся, когда вы снова здесь войдёте.",
    signOut: "Всё равно выйти",
  },
  menu: {
    language: "Язык",
    weights: "Вес в",
    unit: { kg: "килограммах", lb: "фунтах" },
    theme: "Оформление",
    themeLight: "Светлое",
    themeDark: "Тёмное",
    themeAuto: "Как в системе",
    timeZone: "Часовой пояс",
    signOut: "Выйти",
  },
};

export default words;
