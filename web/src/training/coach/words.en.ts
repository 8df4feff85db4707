const words = {
  programs: { title: "Programmes" },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    trainingCoach: typeof words;
  }
}
