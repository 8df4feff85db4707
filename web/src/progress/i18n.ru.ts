import type { Russian } from "../i18n/dictionary";
import type en from "./i18n.en";

const progress: Russian<typeof en> = { title: "Мой прогресс" };

export default progress;
