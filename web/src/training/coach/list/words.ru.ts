import type { Russian } from "../../../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  workouts: "Тренировки за неделю: {{finished}} из {{planned}}",
  missed: "не отмечено: {{missed}}",
};

export default words;
