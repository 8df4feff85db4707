import type { Domain } from "../foundation/domain";
import { preloadClientList } from "./coach/clientListParts";
import { IconPencil, IconUsers } from "./icons";
import { preloadInbox } from "./inbox/inboxParts";

const people: Domain = {
  name: "people",
  words: {
    people: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    peopleCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
    peopleTeam: { en: () => import("./team/words.en"), ru: () => import("./team/words.ru") },
    peopleInbox: { en: () => import("./inbox/words.en"), ru: () => import("./inbox/words.ru") },
    peopleAbout: { en: () => import("./about/words.en"), ru: () => import("./about/words.ru") },
  },
  navigation: [
    { to: "/clients", role: "coach", label: { en: "Clients", ru: "Клиенты" } },
    { to: "/inbox", role: "coach", label: { en: "Inbox", ru: "Входящие" } },
  ],
  menu: [
    { to: "/about", role: "client", label: { en: "About me", ru: "Обо мне" }, Icon: IconPencil },
    { to: "/studio", label: { en: "Studio", ru: "Студия" }, Icon: IconUsers },
  ],
  clientSections: [
    {
      path: "about",
      label: { en: "About", ru: "О клиенте" },
      isSecondary: true,
      says: ["peopleAbout", "peopleTeam"],
      load: () => import("./about/AboutSection"),
    },
  ],
  routes: [
    {
      path: "/invite/:code",
      access: "everybody",
      says: ["people", "account"],
      load: () => import("./client/InvitePage"),
    },
    {
      path: "/join",
      access: "account",
      says: ["people"],
      load: () => import("./client/JoinPage"),
    },
    {
      path: "/studio/invite/:code",
      access: "everybody",
      says: ["peopleTeam"],
      load: () => import("./team/TeamInvitePage"),
    },
    {
      path: "/studio",
      access: "account",
      says: ["peopleTeam", "peopleCoach"],
      load: () => import("./team/StudioPage"),
    },
    {
      path: "/about",
      access: "client",
      says: ["peopleAbout", "peopleTeam"],
      load: () => import("./about/AboutPage"),
    },
    {
      path: "/clients",
      access: "coach",
      says: ["peopleCoach"],
      load: (domains) => preloadClientList(domains, () => import("./coach/ClientsPage")),
    },
    {
      path: "/inbox",
      access: "coach",
      says: ["peopleInbox"],
      load: (domains) => preloadInbox(domains, () => import("./inbox/InboxPage")),
    },
    {
      path: "/clients/:clientId/:section?",
      access: "coach",
      says: ["peopleCoach"],
      load: (domains) => preloadClientList(domains, () => import("./coach/ClientPage")),
    },
  ],
  live: async () => (await import("./live")).live,
};

export default people;
