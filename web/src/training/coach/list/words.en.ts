const words = {
  workouts: "Workouts this week: {{finished}} of {{planned}}",
  missed: "missed: {{missed}}",
};

export default words;

declare module "../../../foundation/i18n/dictionary" {
  interface Namespaces {
    trainingList: typeof words;
  }
}
