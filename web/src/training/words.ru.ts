import type { Russian } from "../foundation/i18n/dictionary";
import type en from "./words.en";

const words: Russian<typeof en> = {
  kind: {
    weight_reps: "Вес и повторения",
    reps: "Повторения",
    time: "Время",
    distance: "Дистанция",
  },
  block: { single: "Отдельно", superset: "Суперсет", circuit: "Круговая" },
  target: {
    sets: "{{sets}} × {{amount}}",
    max: "макс.",
    seconds: "{{value}} с",
    minutes: "{{value}} мин",
    meters: "{{value}} м",
    kilometers: "{{value}} км",
    percent: "{{value}}% от тренировочного максимума",
    rpe: "RPE {{value}}",
    rir: "{{value}} в запасе",
    rest: "отдых {{time}}",
    tempo: "темп {{tempo}}",
  },
  text: {
    phase: "Фаза {{number}}: {{title}}",
    week: "Неделя {{from}}",
    weeks: "Недели {{from}}–{{to}}",
    day: "День {{position}}",
  },
  refusals: {},
};

export default words;
