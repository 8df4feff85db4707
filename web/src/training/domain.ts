import type { Domain } from "../foundation/domain";

const training: Domain = {
  name: "training",
  words: {
    training: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    trainingCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
    trainingClient: { en: () => import("./client/words.en"), ru: () => import("./client/words.ru") },
    trainingOutbox: {
      en: () => import("./client/outbox/words.en"),
      ru: () => import("./client/outbox/words.ru"),
    },
    trainingList: { en: () => import("./coach/list/words.en"), ru: () => import("./coach/list/words.ru") },
    trainingTold: { en: () => import("./client/told/words.en"), ru: () => import("./client/told/words.ru") },
  },
  navigation: [
    { to: "/training", role: "client", label: { en: "Training", ru: "Тренировки" } },
    { to: "/programs", role: "coach", label: { en: "Programmes", ru: "Программы" } },
  ],
  routes: [
    {
      path: "/training",
      access: "client",
      says: ["training", "trainingClient"],
      load: () => import("./client/TrainingPage"),
    },
    {
      path: "/training/progress",
      access: "client",
      says: ["training", "trainingClient"],
      load: () => import("./client/progress/ProgressPage"),
    },
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
      says: ["training", "trainingCoach", "trainingClient"],
      load: () => import("./coach/TrainingSection"),
    },
  ],
  clientList: { says: ["trainingList"], load: () => import("./coach/list/clientList") },
  countUnsent: async (userId) => (await import("./client/outbox/deviceStore")).countUnsent(userId),
  notices: [
    { says: ["trainingOutbox"], load: () => import("./client/outbox/UnsentNotice") },
    { says: ["trainingTold"], load: () => import("./client/told/WorkoutQuestion") },
  ],
  live: async () => (await import("./live")).live,
};

export default training;
