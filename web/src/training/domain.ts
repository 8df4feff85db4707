import type { Domain } from "../foundation/domain";

const training: Domain = {
  name: "training",
  words: {
    training: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    trainingCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
  },
  navigation: [{ to: "/programs", role: "coach", label: { en: "Programmes", ru: "Программы" } }],
  routes: [
    {
      path: "/programs",
      access: "coach",
      says: ["training", "trainingCoach"],
      load: () => import("./coach/ProgramsPage"),
    },
    {
      path: "/programs/:templateId",
      access: "coach",
      says: ["training", "trainingCoach"],
      load: () => import("./builder/BuilderPage"),
    },
    {
      path: "/exercises",
      access: "coach",
      says: ["training", "trainingCoach"],
      load: () => import("./library/LibraryPage"),
    },
  ],
  clientSections: [
    {
      path: "training",
      label: { en: "Training", ru: "Тренировки" },
      says: ["training", "trainingCoach"],
      load: () => import("./coach/TrainingSection"),
    },
  ],
  live: async () => (await import("./live")).live,
};

export default training;
