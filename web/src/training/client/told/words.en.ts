const words = {
  session: "You wrote “{{text}}”. Which workout was it?",
  exercise: "You wrote “{{text}}”. Which exercise is “{{said}}”?",
  none: "None of these",
  day: "Day {{day}}",
};

export default words;

declare module "../../../foundation/i18n/dictionary" {
  interface Namespaces {
    trainingTold: typeof words;
  }
}
