const words = {
  title: "Your tier allows no more of this",
  link: "See what each tier allows",
  refusals: {
    tier_limit:
      "Your tier “{{tier}}” allows no more than {{limit}} of this. Choose a larger tier under “Billing”, “Your tier”.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    billingLimit: typeof words;
  }
}
