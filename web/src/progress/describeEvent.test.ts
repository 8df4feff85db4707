import { describe, expect, it } from "vitest";
import { createI18n } from "../foundation/i18n";
import { formatFor } from "../foundation/i18n/format";
import type { Language } from "../foundation/i18n/language";
import { describeEvent, describeEventOn } from "./describeEvent";
import { confidenceLevel, type EventData, type EventType, type ProgressEvent } from "./events";

function event<T extends EventType>(event_type: T, data_json: EventData[T]): ProgressEvent {
  return { event_type, data_json, date_for_metric: "2026-11-19" } as object as ProgressEvent;
}

/** Intl separates with spaces that do not break; readers of the test cannot see which. */
const plain = (words: string) => words.replace(/[\u00a0\u202f]/g, " ");

const progress = { en: () => import("./words.en"), ru: () => import("./words.ru") };
const speaking = async (language: Language) => (await createI18n(language, { progress }, ["progress"])).t;
const translate = { en: await speaking("en"), ru: await speaking("ru") };

function say(language: Language, subject: ProgressEvent): string {
  return plain(describeEvent(subject, translate[language], formatFor(language)));
}

const CASES: [string, ProgressEvent, string, string][] = [
  ["weight", event("weight", { value: 67.5, unit: "kg" }), "вес 67,5 кг", "weight 67.5 kg"],
  ["pounds", event("weight", { value: 148, unit: "lb" }), "вес 148 фунт.", "weight 148 lb"],
  [
    "a workout",
    event("workout", { type: "strength", body_focus: ["lower"], duration_min: 50, intensity: "high" }),
    "силовая, ноги, 50 мин, тяжело",
    "strength, legs, 50 min, hard",
  ],
  [
    "a workout nobody described",
    event("workout", {
      type: "unknown",
      body_focus: ["unspecified"],
      duration_min: null,
      intensity: "unknown",
    }),
    "тренировка",
    "workout",
  ],
  [
    "a day's food",
    event("nutrition", { calories: 1780, protein_g: 120, carbs_g: null, fat_g: null, scope: "day" }),
    "1 780 ккал, белок 120 г",
    "1,780 kcal, protein 120 g",
  ],
  [
    "a meal estimated from a picture",
    event("nutrition", { calories_est: 420, scope: "meal", estimated: true }),
    "еда около 420 ккал",
    "meal about 420 kcal",
  ],
  ["food without numbers", event("nutrition", { calories: null }), "еда", "food"],
  ["steps", event("steps", { steps: 8651 }), "8 651 шаг", "8,651 steps"],
  [
    "sleep",
    event("sleep", { hours: 6.5, quality: "bad" }),
    "сон 6 ч 30 мин, спалось плохо",
    "sleep 6 h 30 min, slept badly",
  ],
  ["mood", event("checkin_mood", { label: "good" }), "настроение хорошее", "mood good"],
  ["a note", event("note", { text: "болит колено" }), "заметка", "note"],
];

describe("an event in words", () => {
  it.each(CASES)("%s", (_name, subject, ru, en) => {
    expect(say("ru", subject)).toBe(ru);
    expect(say("en", subject)).toBe(en);
  });

  it("names its day where that is not the entry's", () => {
    const weight = event("weight", { value: 67.5, unit: "kg" });
    const on = (day: string) => plain(describeEventOn(weight, day, translate.en, formatFor("en")));
    expect(on("2026-11-19")).toBe("weight 67.5 kg");
    expect(on("2026-11-20")).toBe("weight 67.5 kg (19 Nov)");
  });
});

describe("confidence", () => {
  it.each([
    [0.8, "auto", "high"],
    [0.79, "auto", "medium"],
    [0.49, "needs_review", "low"],
    [1, "confirmed", "person"],
    [1, "corrected", "person"],
  ] as const)("of %f, %s, is %s", (confidence, status, level) => {
    expect(confidenceLevel({ confidence, status })).toBe(level);
  });
});
