import { describe, expect, it } from "vitest";
import { type Action, after, type DoneSet, type SessionDocument, type SessionExercise } from "./document";
import { blocksOf, setRows, setsDone } from "./setRows";

const AT = "2026-11-30T18:00:00.000Z";

const set = (set_number: number, changes: Partial<DoneSet> = {}): DoneSet => ({
  client_request_id: `set-${set_number}${changes.is_warmup ? "w" : ""}`,
  set_number,
  is_warmup: false,
  side: null,
  reps: 8,
  kg: 60,
  seconds: null,
  meters: null,
  rpe: null,
  ...changes,
});

const exercise = (changes: Partial<SessionExercise> = {}): SessionExercise => ({
  id: "slot",
  exercise_id: "squat",
  name_en: "Squat",
  name_ru: "Присед",
  kind: "weight_reps",
  unilateral: false,
  equipment: ["barbell"],
  position: 1,
  block: 1,
  block_kind: "single",
  sets: 3,
  reps_min: 6,
  reps_max: 8,
  seconds: null,
  meters: null,
  load_kind: "kg",
  load: 60,
  target_kg: null,
  rest_seconds: 120,
  tempo: null,
  notes: null,
  client_notes: "",
  cues: null,
  video_url: null,
  swapped_from: null,
  done: [],
  last_on: null,
  last: [],
  best: null,
  ...changes,
});

const document = (exercises = [exercise()]): SessionDocument => ({
  session: {
    id: "session",
    client_id: "anna",
    client_program_id: "program",
    status: "planned",
    title: "Day 1",
    focus: null,
    notes: null,
    phase: 1,
    week: 1,
    position: 1,
    scheduled_on: "2026-11-30",
    started_at: null,
    finished_at: null,
  },
  completion: null,
  exercises,
});

const does = (action: Action, before: SessionDocument | null = document(), writtenAt = AT) =>
  after(before, { sessionId: "session", clientId: "anna", action, writtenAt });

const log = (one: DoneSet): Action => ({ do: "log", id: "slot", exerciseId: "squat", set: one });

describe("a session after a step", () => {
  it("starts with the first set", () => {
    expect(does(log(set(1)))?.session).toMatchObject({ status: "started", started_at: AT });
  });

  it("is the same when the step is done twice", () => {
    const exercise = {
      id: "press",
      name_en: "Press",
      name_ru: "Жим",
      kind: "weight_reps",
      unilateral: false,
      equipment: [],
    } as const;
    const actions: Action[] = [
      { do: "start" },
      log(set(1)),
      log(set(1, { reps: 5 })),
      { do: "undo", setId: "set-1" },
      { do: "add", id: "new", exercise: { ...exercise, equipment: [] } },
      { do: "note", id: "slot", notes: "Easy" },
      { do: "swap", id: "slot", exercise: { ...exercise, equipment: [] } },
      { do: "finish", rpe: 8, notes: "Good" },
      { do: "reopen" },
    ];
    let before: SessionDocument | null = document();
    for (const action of actions) {
      const once = does(action, before);
      expect(does(action, once)).toEqual(once);
      before = once;
    }
  });

  it("knows how long it took", () => {
    const started = does({ do: "start" });
    expect(does({ do: "finish", rpe: null, notes: null }, started, "2026-11-30T18:50:20.000Z")).toMatchObject(
      {
        session: { status: "finished" },
        completion: { duration_min: 50 },
      },
    );
  });

  it("is nothing for a session that this device has never seen", () => {
    expect(does({ do: "start" }, null)).toBeNull();
  });
});

describe("the sets that are offered", () => {
  const offered = (one: SessionExercise, extra = { work: 0, warmup: 0 }) =>
    setRows(one, extra).map(({ offered: { kg, reps } }) => [kg, reps]);
  const last = [set(1, { kg: 57.5, reps: 8 }), set(2, { kg: 57.5, reps: 9 })];

  it("are what is asked for", () => {
    expect(offered(exercise({ target_kg: 60 }))).toEqual([
      [60, 8],
      [60, 8],
      [60, 8],
    ]);
  });

  it("are the last time's where no weight is asked for, within the range of repetitions", () => {
    expect(offered(exercise({ last }))).toEqual([
      [57.5, 8],
      [57.5, 8],
      [57.5, 8],
    ]);
  });

  it("repeat the set before, but not how hard it was", () => {
    const rows = setRows(exercise({ target_kg: 60, last, done: [set(1, { kg: 62.5, reps: 6, rpe: 9 })] }), {
      work: 1,
      warmup: 0,
    });
    expect(rows.map((row) => row.done !== null)).toEqual([true, false, false, false]);
    expect(rows[1]?.offered).toMatchObject({ kg: 62.5, reps: 6, rpe: null });
    expect(rows[1]?.last).toMatchObject({ kg: 57.5, reps: 9 });
    expect(rows[3]?.last).toBeNull();
  });

  it("keep a set that another device logged with the same number", () => {
    const twice = [set(1), set(1, { client_request_id: "other", reps: 5 })];
    const rows = setRows(exercise({ done: twice }), { work: 0, warmup: 0 });
    expect(rows.map(({ number, done }) => [number, done?.reps])).toEqual([
      [1, 8],
      [2, undefined],
      [3, undefined],
      [4, 5],
    ]);
  });

  it("have a line for each side where sides are logged by themselves", () => {
    const done = [set(1, { side: "left", kg: 16 }), set(3)];
    const one = exercise({ target_kg: 14, unilateral: true, done });
    const rows = setRows(one, { work: 0, warmup: 0, bySide: true });
    expect(rows.map(({ number, side, offered: { kg } }) => [number, side, kg])).toEqual([
      [1, "left", 16],
      [1, "right", 16],
      [2, "left", 16],
      [2, "right", 16],
      [3, null, 60],
    ]);
    expect(setsDone(one)).toBe(1.5);
  });

  it("warm up below the weight of the work, and count by themselves", () => {
    const rows = setRows(exercise({ target_kg: 100, sets: 1, done: [set(1, { is_warmup: true, kg: 45 })] }), {
      work: 0,
      warmup: 2,
    });
    expect(rows.map(({ key, offered: { kg } }) => [key, kg])).toEqual([
      ["w1", 45],
      ["w2", 70],
      ["s1", 100],
    ]);
  });
});

it("exercises of one block stand together", () => {
  const all = [
    exercise({ id: "b", position: 2, block: 2 }),
    exercise({ id: "a", position: 1, block: 1 }),
    exercise({ id: "c", position: 3, block: 2 }),
  ];
  expect(blocksOf(all).map((block) => block.map(({ id }) => id))).toEqual([["a"], ["b", "c"]]);
});
