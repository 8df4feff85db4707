import type { Domain } from "../foundation/domain";
import { IconShieldLock } from "./icons";

const privacy: Domain = {
  name: "privacy",
  words: {
    privacy: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    privacyNotice: { en: () => import("./notice/words.en"), ru: () => import("./notice/words.ru") },
  },
  menu: [{ to: "/data", label: { en: "Your data", ru: "Ваши данные" }, Icon: IconShieldLock }],
  routes: [
    {
      path: "/data",
      access: "account",
      says: ["privacy", "privacyNotice", "people"],
      load: () => import("./DataPage"),
    },
  ],
  notices: [{ says: ["privacyNotice"], load: () => import("./notice/ErasureNotice") }],
  clientSections: [
    {
      path: "data",
      label: { en: "Data", ru: "Данные" },
      isSecondary: true,
      says: ["privacy", "peopleCoach"],
      load: () => import("./DataSection"),
    },
  ],
};

export default privacy;
