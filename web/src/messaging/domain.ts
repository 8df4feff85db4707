import type { Domain } from "../foundation/domain";

const badge = { load: () => import("./UnreadBadge") };
const label = { en: "Messages", ru: "Сообщения" };

const messaging: Domain = {
  name: "messaging",
  words: {
    messaging: { en: () => import("./words.en"), ru: () => import("./words.ru") },
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
    { path: "/messages", access: "account", load: () => import("./MessagesPage") },
    {
      path: "/automated-messages",
      access: "coach",
      says: ["messagingAutomations"],
      load: () => import("./automations/AutomationsPage"),
    },
  ],
  clientSections: [{ path: "messages", label, load: () => import("./coach/ClientMessages") }],
  countUnsent: async (userId) => (await import("./outbox/messageOutbox")).countUnsent(userId),
  notices: [{ load: () => import("./outbox/UnsentNotice") }],
  live: async () => (await import("./live")).live,
};

export default messaging;
