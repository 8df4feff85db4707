import type { Domain } from "../foundation/domain";

const tags: Domain = {
  name: "tags",
  words: { tags: { en: () => import("./words.en"), ru: () => import("./words.ru") } },
  clientList: { load: () => import("./clientList") },
};

export default tags;
