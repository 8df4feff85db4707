import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  title: "Больше этого ваш тариф не позволяет",
  link: "Сравнить тарифы",
  refusals: {
    tier_limit:
      "На тарифе «{{tier}}» этого может быть не больше {{limit}}. Его можно сменить на странице «Оплата», «Тариф».",
  },
};

export default words;
