import { expect, it } from "vitest";
import { createI18n } from "../../../foundation/i18n";
import { formatFor } from "../../../foundation/i18n/format";
import { planLines } from "./planLines";

const words = { progress: { en: () => import("../../words.en"), ru: () => import("../../words.ru") } };

it("tells every target of a plan", async () => {
  const { t } = await createI18n("en", words, ["progress"]);
  const config = {
    calories_target_per_day: 1700,
    protein_target_g: 130,
    fat_target_g: 55,
    workouts_per_week_target: 3,
    preferred_types: ["strength" as const, "cardio" as const],
  };
  expect(planLines(config, t, formatFor("en"))).toEqual([
    "1,700 kcal a day (1,530–1,870)",
    "Every day: protein 130 g, fat 55 g",
    "3 workouts a week",
    "Best: strength and cardio",
  ]);
});

it("tells only what the plan has", async () => {
  const { t } = await createI18n("ru", words, ["progress"]);
  expect(planLines({ workouts_per_week_target: 1 }, t, formatFor("ru"))).toEqual(["1 тренировка в неделю"]);
});
