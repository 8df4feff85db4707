const words = {
  refused_one: "{{count}} entry of a workout could not be stored.",
  refused_other: "{{count}} entries of a workout could not be stored.",
  look: "Look at it",
};

export default words;

declare module "../../../foundation/i18n/dictionary" {
  interface Namespaces {
    trainingOutbox: typeof words;
  }
}
