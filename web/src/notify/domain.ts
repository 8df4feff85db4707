import type { Domain } from "../foundation/domain";
import { IconBell } from "./icons";

const notify: Domain = {
  name: "notify",
  words: {
    notify: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    notifyUndelivered: {
      en: () => import("./undelivered/words.en"),
      ru: () => import("./undelivered/words.ru"),
    },
    notifyBell: { en: () => import("./bell/words.en"), ru: () => import("./bell/words.ru") },
  },
  menu: [
    { to: "/notifications/settings", label: { en: "Notifications", ru: "Уведомления" }, Icon: IconBell },
  ],
  header: [{ says: ["notifyBell"], load: () => import("./bell/Bell") }],
  routes: [
    { path: "/notifications", access: "account", load: () => import("./NotificationsPage") },
    {
      path: "/notifications/settings",
      access: "account",
      says: ["notify", "notifyUndelivered"],
      load: () => import("./settings/SettingsPage"),
    },
    { path: "/notifications/templates", access: "coach", load: () => import("./templates/TemplatesPage") },
    { path: "/unsubscribe", access: "everybody", load: () => import("./UnsubscribePage") },
  ],
  inbox: { says: ["notifyUndelivered", "peopleInbox"], load: () => import("./undelivered/inbox") },
  live: async () => (await import("./live")).live,
};

export default notify;
