import type { Domain } from "../foundation/domain";

const account: Domain = {
  name: "account",
  words: { account: { en: () => import("./words.en"), ru: () => import("./words.ru") } },
  routes: [
    { path: "/sign-in", access: "everybody", load: () => import("./SignInPage") },
    { path: "/sign-up", access: "everybody", load: () => import("./SignUpPage") },
  ],
};

export default account;
