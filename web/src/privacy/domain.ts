import type { Domain } from "../foundation/domain";
import { IconShieldLock } from "./icons";

const privacy: Domain = {
  name: "privacy",
  words: { privacy: { en: () => import("./words.en"), ru: () => import("./words.ru") } },
  menu: [{ to: "/data", label: { en: "Your data", ru: "Ваши данные" }, Icon: IconShieldLock }],
  routes: [
    {
      path: "/data",
      access: "account",
      says: ["privacy", "people"],
      load: () => import("./DataPage"),
    },
  ],
  notices: [{ load: () => import("./ErasureNotice") }],
  clientSections: [
    {
      path: "data",
      label: { en: "Data", ru: "Данные" },
      says: ["privacy", "peopleCoach"],
      load: () => import("./DataSection"),
    },
  ],
};

export default privacy;
