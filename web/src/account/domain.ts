import type { Domain } from "../foundation/domain";
import { IconUserCircle } from "./icons";

const account: Domain = {
  name: "account",
  words: {
    account: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    accountPage: { en: () => import("./page/words.en"), ru: () => import("./page/words.ru") },
  },
  menu: [{ to: "/account", label: { en: "Account", ru: "Аккаунт" }, Icon: IconUserCircle }],
  routes: [
    { path: "/sign-in", access: "everybody", load: () => import("./SignInPage") },
    {
      path: "/account",
      access: "account",
      says: ["accountPage", "account"],
      load: () => import("./page/AccountPage"),
    },
    { path: "/sign-up", access: "everybody", load: () => import("./SignUpPage") },
  ],
};

export default account;
