import { describe, expect, it } from "vitest";
import { createI18n } from "../../../foundation/i18n";
import type { SeriesDay } from "../../api";
import { caloriePoints, measured, targetBands, targetsFrom, ticksUpTo, valuePoints } from "./chartData";
import { statusInWords } from "./statusInWords";

const NOTHING = {
  is_counted: false,
  has_data: false,
  calories: null,
  calories_estimated: false,
  calories_doubtful: false,
  protein_g: null,
  carbs_g: null,
  fat_g: null,
  weight_kg: null,
  weight_trend_kg: null,
  weights: 0,
  steps: null,
  sleep_hours: null,
  mood: null,
  workouts: 0,
  workout_min: null,
  calories_target: null,
  calories_low: null,
  calories_high: null,
  calorie_status: null,
  protein_target_g: null,
  workouts_per_week_target: null,
  state: null,
  excuse: null,
} satisfies Omit<SeriesDay, "day">;

const day = (date: string, measurements: Partial<SeriesDay> = {}): SeriesDay => ({
  ...NOTHING,
  ...measurements,
  day: date,
});
const under = (target: number) => ({
  calories_target: target,
  calories_low: (target * 90) / 100,
  calories_high: (target * 110) / 100,
});

describe("caloriePoints", () => {
  it("keeps a day that was not logged as a gap, not as zero", () => {
    const [first, second] = caloriePoints([
      day("2026-11-01", {
        calories: 1500,
        calorie_status: "below",
        calories_estimated: true,
        ...under(2000),
      }),
      day("2026-11-02", under(2000)),
    ]);
    expect(first).toMatchObject({ calories: 1500, estimated: true, status: "below", low: 1800, high: 2200 });
    expect(second).toMatchObject({ calories: null, status: null, target: 2000 });
  });
});

describe("a day of which somebody has said something", () => {
  const marked = [
    day("2026-11-01", { calories: 480, state: "partial", ...under(2000) }),
    day("2026-11-02", { steps: 300, state: "excused", excuse: "ill", ...under(2000) }),
    day("2026-11-03", {
      calories: 2000,
      calorie_status: "within",
      is_counted: true,
      state: "complete",
      ...under(2000),
    }),
    day("2026-11-04", { calories: 900, ...under(2000) }),
  ];

  it("says it, and is not said to be running", () => {
    expect(caloriePoints(marked).map(({ mark, uncounted }) => [mark, uncounted])).toEqual([
      ["partial", null],
      ["ill", null],
      ["complete", null],
      [null, "running"],
    ]);
    expect(valuePoints(marked, "steps").map(({ mark }) => mark)).toEqual([
      "partial",
      "ill",
      "complete",
      null,
    ]);
  });

  it.each([
    ["en", ["Not complete (not counted)", "Excused: ill (not counted)", "on target, All logged"]],
    ["ru", ["Записано не всё (день не учтён)", "Не в счёт: болезнь (день не учтён)", "в цели, Записано всё"]],
  ] as const)("is told in words (%s)", async (language, words) => {
    const dictionaries = {
      progress: { en: () => import("../../words.en"), ru: () => import("../../words.ru") },
      progressCoach: { en: () => import("../words.en"), ru: () => import("../words.ru") },
    };
    const { t } = await createI18n(language, dictionaries, ["progress", "progressCoach"]);
    expect(
      caloriePoints(marked)
        .slice(0, 3)
        .map((point) => statusInWords(point, t)),
    ).toEqual(words);
  });
});

describe("targetBands", () => {
  it("follows the plan in force on each day", () => {
    const points = caloriePoints([
      day("2026-11-01"),
      day("2026-11-02", under(2000)),
      day("2026-11-03", under(2000)),
      day("2026-11-04", under(1800)),
      day("2026-11-05"),
      day("2026-11-06", under(1800)),
    ]);
    expect(targetBands(points)).toEqual([
      { from: "2026-11-02", to: "2026-11-03", low: 1800, high: 2200, target: 2000 },
      { from: "2026-11-04", to: "2026-11-04", low: 1620, high: 1980, target: 1800 },
      { from: "2026-11-06", to: "2026-11-06", low: 1620, high: 1980, target: 1800 },
    ]);
  });

  it("has none without targets", () => {
    expect(targetBands(caloriePoints([day("2026-11-01", { calories: 1500 })]))).toEqual([]);
  });
});

describe("targetsFrom", () => {
  it("tells every target with the day from which it is in force", () => {
    const series = [1850, 1850, 1700, 1700, null].map((calories_target, index) => ({
      day: `2026-11-0${index + 1}`,
      calories_target,
    })) as SeriesDay[];
    expect(targetsFrom(series)).toEqual([
      { from: "2026-11-01", target: 1850 },
      { from: "2026-11-03", target: 1700 },
      { from: "2026-11-05", target: null },
    ]);
  });
});

describe("valuePoints", () => {
  it("has every day; measured only those with a value, zero included", () => {
    const points = valuePoints([day("2026-11-01", { steps: 0 }), day("2026-11-02")], "steps");
    expect(points).toEqual([
      { day: "2026-11-01", value: 0, mark: null },
      { day: "2026-11-02", value: null, mark: null },
    ]);
    expect(measured(points)).toEqual([{ day: "2026-11-01", value: 0, mark: null }]);
  });
});

describe("ticksUpTo", () => {
  it.each([
    [2234, [0, 500, 1000, 1500, 2000, 2500]],
    [2600, [0, 1000, 2000, 3000]],
    [0, [0, 100]],
  ])("%i", (top, ticks) => {
    expect(ticksUpTo(top)).toEqual(ticks);
  });
});
