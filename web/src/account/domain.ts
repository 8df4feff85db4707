import type { Domain } from "../foundation/domain";
import { IconUserCircle } from "./icons";

const account: Domain = {
  name: "account",
  words: {
    account: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    accountAccess: { en: () => import("./access/words.en"), ru: () => import("./access/words.ru") },
    accountPage: { en: () => import("./page/words.en"), ru: () => import("./page/words.ru") },
  },
  menu: [{ to: "/account", label: { en: "Account", ru: "Аккаунт" }, Icon: IconUserCircle }],
  routes: [
    {
      path: "/sign-in",
      access: "everybody",
      says: ["account", "accountAccess"],
      load: () => import("./SignInPage"),
    },
    {
      path: "/reset-password",
      access: "everybody",
      says: ["account", "accountAccess"],
      load: () => import("./access/RequestPage"),
    },
    {
      path: "/new-password",
      access: "everybody",
      says: ["account", "accountAccess"],
      load: () => import("./access/NewPasswordPage"),
    },
    {
      path: "/account",
      access: "account",
      says: ["accountPage", "account"],
      load: () => import("./page/AccountPage"),
    },
    {
      path: "/sign-up",
      access: "everybody",
      says: ["account", "accountAccess"],
      load: () => import("./SignUpPage"),
    },
  ],
  live: async () => (await import("./live")).live,
};

export default account;
