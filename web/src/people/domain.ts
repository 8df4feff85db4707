import type { Domain } from "../foundation/domain";
import { preloadClientList } from "./coach/clientListParts";

const people: Domain = {
  name: "people",
  words: {
    people: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    peopleCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
  },
  navigation: [{ to: "/clients", role: "coach", label: { en: "Clients", ru: "Клиенты" } }],
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
      path: "/clients",
      access: "coach",
      says: ["peopleCoach"],
      load: (domains) => preloadClientList(domains, () => import("./coach/ClientsPage")),
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
