import type { Domain } from "../foundation/domain";

const training: Domain = {
  name: "training",
  words: {
    training: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    trainingCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
  },
};

export default training;
