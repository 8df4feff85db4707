import type { Domain } from "../foundation/domain";

const badge = { says: ["messagingUnread" as const], load: () => import("./unread/UnreadBadge") };
const label = { en: "Messages", ru: "Сообщения" };

const messaging: Domain = {
  name: "messaging",
  words: {
    messaging: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    messagingUnread: { en: () => import("./unread/words.en"), ru: () => import("./unread/words.ru") },
    messagingAutomations: {
      en: () => import("./automations/words.en"),
      ru: () => import("./automations/words.ru"),
    },
  },
  navigation: [
    { to: "/messages", role: "client", label, badge },
    { to: "/messages", role: "coach", label, badge },
  ],
  routes: [
    {
      path: "/messages",
      access: "account",
      says: ["messaging", "messagingUnread"],
      load: () => import("./MessagesPage"),
    },
    {
      path: "/automated-messages",
      access: "coach",
      says: ["messagingAutomations"],
      load: () => import("./automations/AutomationsPage"),
    },
  ],
  clientSections: [{ path: "messages", label, load: () => import("./coach/ClientMessages") }],
  inbox: { says: ["messaging", "messagingUnread", "peopleInbox"], load: () => import("./inbox/inbox") },
  countUnsent: async (userId) => (await import("./outbox/deviceStore")).countUnsent(userId),
  notices: [{ says: ["messagingUnread"], load: () => import("./unread/UnsentNotice") }],
  live: async () => (await import("./live")).live,
};

export default messaging;
