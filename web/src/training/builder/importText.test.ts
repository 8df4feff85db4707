import { describe, expect, it } from "vitest";
import { namesIn, readExercise, readProgram } from "./importText";
import { parseAmount, parseLoad, parseRest, parseTempo } from "./parseTarget";

const EMPTY = {
  sets: 1,
  reps_min: null,
  reps_max: null,
  seconds: null,
  meters: null,
  load_kind: "none",
  load: null,
  rest_seconds: null,
  tempo: null,
  notes: "",
  label: null,
};
const reps = (min: number, max = min) => ({ reps_min: min, reps_max: max });
const kg = (load: number) => ({ load_kind: "kg", load });

describe("a line", () => {
  it.each([
    [
      "Жим лёжа 4х8 60кг, отдых 2 мин",
      { name: "Жим лёжа", sets: 4, ...reps(8), ...kg(60), rest_seconds: 120 },
    ],
    [
      "Bench press 4x8 60kg rest 2 min",
      { name: "Bench press", sets: 4, ...reps(8), ...kg(60), rest_seconds: 120 },
    ],
    ["Подтягивания 3х макс", { name: "Подтягивания", sets: 3 }],
    ["Pull-ups 3 x AMRAP", { name: "Pull-ups", sets: 3 }],
    ["Планка 3х60 сек", { name: "Планка", sets: 3, seconds: 60 }],
    ["Plank 3x1 min rest 30s", { name: "Plank", sets: 3, seconds: 60, rest_seconds: 30 }],
    [
      "1. Присед 5 × 5 @ 75% отдых 3:00",
      { name: "Присед", sets: 5, ...reps(5), load_kind: "percent", load: 75, rest_seconds: 180 },
    ],
    [
      "Присед со штангой 5х5 80% от 1ПМ",
      { name: "Присед со штангой", sets: 5, ...reps(5), load_kind: "percent", load: 80 },
    ],
    ["- Squat 3x8-10 @8", { name: "Squat", sets: 3, ...reps(8, 10), load_kind: "rpe", load: 8 }],
    ["Squat 3*8–10 RIR 2", { name: "Squat", sets: 3, ...reps(8, 10), load_kind: "rir", load: 2 }],
    ["Тяга 3х10, 2 в запасе", { name: "Тяга", sets: 3, ...reps(10), load_kind: "rir", load: 2 }],
    ["Deadlift 135 lb 3x5", { name: "Deadlift", sets: 3, ...reps(5), ...kg(61.23) }],
    ["Жим гантелей 3х12х22,5", { name: "Жим гантелей", sets: 3, ...reps(12), ...kg(22.5) }],
    ["Row 3x10 40", { name: "Row", sets: 3, ...reps(10), ...kg(40) }],
    ["Row 3x10 @ 40kg tempo 3110", { name: "Row", sets: 3, ...reps(10), ...kg(40), tempo: "3-1-1-0" }],
    [
      "Присед 4х6 темп 3-0-X-1 медленно вниз",
      { name: "Присед", sets: 4, ...reps(6), tempo: "3-0-x-1", notes: "медленно вниз" },
    ],
    [
      "Выпады 3 подхода по 12 раз на каждую ногу",
      { name: "Выпады", sets: 3, ...reps(12), notes: "на каждую ногу" },
    ],
    ["Lunges: 3 sets of 12 reps, each leg", { name: "Lunges", sets: 3, ...reps(12), notes: "each leg" }],
    ["Бег 5 км", { name: "Бег", meters: 5000 }],
    ["Row 4x500m rest 60-90 s", { name: "Row", sets: 4, meters: 500, rest_seconds: 90 }],
    ["Велосипед 20 мин", { name: "Велосипед", seconds: 1200 }],
    ["Прыжки 50 раз", { name: "Прыжки", ...reps(50) }],
    ["4х8 Жим лёжа", { name: "Жим лёжа", sets: 4, ...reps(8) }],
    ["A1. Curl 3x12", { name: "Curl", sets: 3, ...reps(12), label: "a" }],
    ["+ Разгибания 3х12", { name: "Разгибания", sets: 3, ...reps(12), label: "+" }],
  ])("%s", (line, said) => {
    expect(readExercise(line)).toEqual({ ...EMPTY, ...said });
  });

  it.each(["", "Разминка", "10000х8", "Жим 0х8", "Жим 25х8", "Жим 3х10-8", "4х8", "Жим 3х0"])(
    "says no exercise: %s",
    (line) => expect(readExercise(line)).toBeNull(),
  );

  it("has weights in the unit of the person", () => {
    expect(readExercise("Bench 3x5 135", "lb")).toMatchObject(kg(61.23));
    expect(readExercise("Bench 3x5 60kg", "lb")).toMatchObject(kg(60));
  });
});

describe("a programme", () => {
  it("has phases, weeks and days by their headings", () => {
    const { title, phases, unread } = readProgram(
      "# Сила\n\nФаза 1: база\nНеделя 1\nДень 1 — ноги:\nПрисед 5х5\n\nПятница\nЖим 3х8\nразминка сначала\nWeeks 2–4\nDay 2\nBench 3x5\nPhase 2\nRow 4x500m",
    );
    expect(title).toBe("Сила");
    expect(unread).toEqual([{ line: 10, text: "разминка сначала" }]);
    const shape = phases.map((phase) => [
      phase.title,
      phase.weeks.map(({ from, to, workouts }) => [
        from,
        to,
        workouts.map((one) => [one.position, one.title, one.exercises.map(({ name }) => name).join()]),
      ]),
    ]);
    expect(shape).toEqual([
      [
        "Фаза 1: база",
        [
          [
            1,
            1,
            [
              [1, "День 1 — ноги", "Присед"],
              [5, "Пятница", "Жим"],
            ],
          ],
          [2, 4, [[2, "Day 2", "Bench"]]],
        ],
      ],
      ["Phase 2", [[1, 1, [[1, "", "Row"]]]]],
    ]);
  });

  it("needs no heading", () => {
    const { title, phases } = readProgram("Жим 3х8\nТяга 3х8");
    expect(title).toBe("");
    expect(phases[0]?.weeks[0]?.workouts[0]?.exercises).toHaveLength(2);
  });

  it.each([
    ["Week 2", 2, 2],
    ["2 неделя", 2, 2],
    ["2-я неделя:", 2, 2],
    ["Недели 1-4", 1, 4],
    ["Weeks 5 – 8", 5, 8],
  ])("has a week: %s", (heading, from, to) => {
    expect(readProgram(`${heading}\nЖим 3х8`).phases[0]?.weeks[0]).toMatchObject({ from, to });
  });

  it.each(["Week 0", "Weeks 4-2", "Week 99"])("has no %s", (heading) => {
    expect(readProgram(`Title\n${heading}`).unread).toEqual([{ line: 2, text: heading }]);
  });

  it("asks for every name once", () => {
    expect(namesIn(readProgram("Жим 3х8\nжим 2х10\nТяга 3х8"))).toEqual(["Жим", "Тяга"]);
  });

  it("reads 2,000 lines at once", () => {
    const started = performance.now();
    const long = `${"Жим лёжа узким хватом очень медленно 4х8 60кг, отдых 2 мин, ".repeat(3)}\n`;
    expect(readProgram(long.repeat(2000)).phases[0]?.weeks[0]?.workouts[0]?.exercises).toHaveLength(2000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("a cell", () => {
  it.each([
    ["8", reps(8)],
    ["8 - 10", reps(8, 10)],
    ["макс", {}],
    ["60 сек", { seconds: 60 }],
    ["1.5 min", { seconds: 90 }],
    ["400 m", { meters: 400 }],
    ["1,2 км", { meters: 1200 }],
  ])("of an amount: %s", (text, said) => {
    expect(parseAmount(text)).toEqual({
      reps_min: null,
      reps_max: null,
      seconds: null,
      meters: null,
      ...said,
    });
  });

  it.each(["", "10-8", "0", "abc", "8.5", "-3"])("is no amount: %s", (text) =>
    expect(parseAmount(text)).toBeNull(),
  );

  it.each([
    ["", "none", null],
    ["60", "kg", 60],
    ["62,5 кг", "kg", 62.5],
    ["75%", "percent", 75],
    ["rpe 8.5", "rpe", 8.5],
    ["RIR 2", "rir", 2],
  ])("of a load: %s", (text, load_kind, load) => expect(parseLoad(text, "kg")).toEqual({ load_kind, load }));

  it.each(["-5", "heavy"])("is no load: %s", (text) => expect(parseLoad(text, "kg")).toBeNull());

  it.each([
    ["2", 120],
    ["90", 90],
    ["1:30", 90],
    ["2 мин", 120],
    ["1,5 min", 90],
    ["45s", 45],
    ["soon", null],
  ])("of a rest: %s", (text, seconds) => expect(parseRest(text)).toBe(seconds));

  it.each([
    ["3110", "3-1-1-0"],
    ["3-1-x-0", "3-1-x-0"],
    ["fast", null],
  ])("of a tempo: %s", (text, tempo) => expect(parseTempo(text)).toBe(tempo));
});
