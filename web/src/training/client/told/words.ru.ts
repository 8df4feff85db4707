import type { Russian } from "../../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  session: "Вы написали «{{text}}». Какая это была тренировка?",
  exercise: "Вы написали «{{text}}». Какое упражнение — «{{said}}»?",
  none: "Ни один из вариантов",
  day: "День {{day}}",
};

export default words;
