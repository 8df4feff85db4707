import type { Domain } from "../foundation/domain";

const progress: Domain = {
  name: "progress",
  words: {
    progress: { en: () => import("./words.en"), ru: () => import("./words.ru") },
    progressCoach: { en: () => import("./coach/words.en"), ru: () => import("./coach/words.ru") },
    progressOutbox: { en: () => import("./outbox/words.en"), ru: () => import("./outbox/words.ru") },
    progressList: { en: () => import("./coach/list/words.en"), ru: () => import("./coach/list/words.ru") },
  },
  navigation: [{ to: "/progress", role: "client", label: { en: "My progress", ru: "Мой прогресс" } }],
  routes: [
    {
      path: "/progress",
      access: "client",
      says: ["progress", "people", "account"],
      load: () => import("./client/MyProgressPage"),
    },
  ],
  clientSections: [
    {
      path: "progress",
      label: { en: "Progress", ru: "Прогресс" },
      says: ["progress", "progressCoach", "progressList", "peopleCoach"],
      load: () => import("./coach/insights/InsightsSection"),
    },
    {
      path: "feed",
      label: { en: "Diary", ru: "Дневник" },
      says: ["progress", "progressCoach"],
      load: () => import("./coach/feed/FeedSection"),
      badge: { says: ["progressList"], load: () => import("./coach/feed/OpenReviews") },
    },
    {
      path: "report",
      label: { en: "Report", ru: "Отчёт" },
      says: ["progress", "progressCoach", "progressList"],
      load: () => import("./coach/report/ReportSection"),
    },
    {
      path: "plans",
      label: { en: "Plans", ru: "Планы" },
      says: ["progress", "progressCoach"],
      load: () => import("./coach/plans/PlansSection"),
    },
  ],
  clientList: { says: ["progressList"], load: () => import("./coach/list/clientList") },
  inbox: {
    says: ["progress", "progressCoach", "progressList", "peopleInbox"],
    load: () => import("./coach/reviews/inbox"),
  },
  forgetClient: async (userId, clientId) => {
    const { forgetEntries } = await import("./outbox/deviceStore");
    await forgetEntries(userId, clientId);
    const { forgetPlan } = await import("./client/plan/seenPlan");
    forgetPlan(userId, clientId);
  },
  weightUnit: async (clientId) => {
    const today = new Date().toISOString().slice(0, 10);
    return (await (await import("./api")).fetchSummary(clientId, today, today)).weight_unit;
  },
  countUnsent: async (userId) => (await import("./outbox/deviceStore")).countEntries(userId),
  notices: [{ says: ["progressOutbox"], load: () => import("./outbox/ForgottenNotice") }],
  live: async () => (await import("./live")).live,
};

export default progress;
