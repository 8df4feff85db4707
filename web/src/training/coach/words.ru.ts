import type { Russian } from "../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  programs: { title: "Программы" },
};

export default words;
