import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  title: "Что до вас не дошло",
  channel: { email: "Почта", push: "Push", telegram: "Telegram", sms: "SMS", in_app: "В приложении" },
  why: {
    mail_refused: "почтовый сервер не принял письмо",
    address_unverified: "адрес не подтверждён",
    no_address: "адреса нет",
    chat_blocked: "бот остановлен",
    opted_out: "с номера ответили STOP",
    subscription_gone: "браузер больше не принимает уведомления",
    channel_not_configured: "здесь этот канал не настроен",
    gave_up: "сервис долго не принимал сообщение",
    refused: "сервис не принял сообщение",
  },
  own: {
    mail_refused: "Проверьте, не переполнен ли ящик и верен ли адрес вашей учётной записи.",
    address_unverified: "Подтвердите адрес: откройте ссылку из письма, которое пришло на него.",
    no_address: "Добавьте адрес или выключите этот канал выше.",
    chat_blocked: "Запустите бота в Telegram снова или выключите этот канал выше.",
    opted_out: "Ответьте START на номер, с которого вам писали, или выключите этот канал выше.",
    subscription_gone: "Включите уведомления в том браузере ещё раз. Других это не касается.",
    channel_not_configured: "Выберите выше другой канал. Этот может настроить тот, кто содержит Wellio.",
    gave_up: "Делать ничего не нужно: новые сообщения отправляются как обычно. Всё есть в приложении.",
    refused: "Выберите выше другой канал и сообщите тому, кто содержит Wellio.",
  },
  count_one: "{{count}} сообщение за 30 дней, последнее {{moment}}",
  count_few: "{{count}} сообщения за 30 дней, последнее {{moment}}",
  count_many: "{{count}} сообщений за 30 дней, последнее {{moment}}",
  count_other: "{{count}} сообщения за 30 дней, последнее {{moment}}",
  alert: "Не доставлено. {{channel}}: {{why}}. {{next}}",
  coach: {
    write: "Напишите клиенту здесь и спросите другой адрес.",
    invite: "Проверьте адрес и отправьте приглашение ещё раз или передайте код сами.",
  },
};

export default words;
