const words = {
  title: "Your tier allows no more of this",
  link: "See what each tier allows",
  refusals: {
    tier_limit:
      "Your tier “{{tier}}” allows no more than {{limit}} of this. Choose a larger tier under “Tier and limits” in the account menu.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    billingLimit: typeof words;
  }
}
