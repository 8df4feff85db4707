import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  unread_one: "{{count}} непрочитанное сообщение",
  unread_few: "{{count}} непрочитанных сообщения",
  unread_many: "{{count}} непрочитанных сообщений",
  unread_other: "{{count}} непрочитанных сообщения",
  refused_one: "{{count}} сообщение не отправлено.",
  refused_few: "{{count}} сообщения не отправлены.",
  refused_many: "{{count}} сообщений не отправлено.",
  refused_other: "{{count}} сообщения не отправлены.",
  look: "Посмотреть",
  inbox: { read: "Прочитано: {{title}}" },
};

export default words;
