import { describe, expect, it } from "vitest";
import { weightFormat } from "../../account/weightUnit";
import { createI18n } from "../../foundation/i18n";
import { formatFor } from "../../foundation/i18n/format";
import { LANGUAGES } from "../../foundation/i18n/language";
import type { TemplateDocument } from "../document";
import * as edits from "./edits";
import { alike, formatProgram } from "./formatText";
import { startHistory, step } from "./history";
import { readProgram } from "./importText";

const WORDS = {
  title: "New",
  phase: (number: number) => `Phase ${number}`,
  day: (day: number) => `Day ${day}`,
};
const DICTIONARIES = {
  training: { en: () => import("../words.en"), ru: () => import("../words.ru") },
};
const TEXT = `Strength
Phase 1: base
Weeks 1–4
Day 1
Bench press 4x8 60kg rest 2 min
A1 Curl 3x12 RIR 2
A2 Dips 3x max
Plank 3x60 s
Day 3
Squat 5x5 75% rest 3 min tempo 3-1-1-0, slowly
Row 4x500 m
Phase 2: peak
Week 1
Day 1
Bench press 3x3 RPE 9`;

const read = (text = TEXT): TemplateDocument =>
  edits.documentOf(readProgram(text), (name) => `id of ${name}`, WORDS);
const phaseOf = (document: TemplateDocument, at = 0) =>
  document.phases[at] as TemplateDocument["phases"][number];
const workoutOf = (document: TemplateDocument, at = 0) =>
  phaseOf(document).workouts[at] as TemplateDocument["phases"][number]["workouts"][number];
const order = (document: TemplateDocument) =>
  workoutOf(document).exercises.map(({ exercise_id, position, block, block_kind }) =>
    [exercise_id.replace("id of ", ""), position, block, block_kind].join(" "),
  );
const exercise = (document: TemplateDocument, at: number) => workoutOf(document).exercises[at]?.id ?? "";

describe("a document of what was read", () => {
  it("has every week, with ids of its own", () => {
    const document = read();
    expect(document.phases.map(({ title, weeks, workouts }) => [title, weeks, workouts.length])).toEqual([
      ["Phase 1: base", 4, 8],
      ["Phase 2: peak", 1, 1],
    ]);
    const ids = document.phases.flatMap((phase) =>
      phase.workouts.flatMap((workout) => [workout.id, ...workout.exercises.map(({ id }) => id)]),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has supersets", () => {
    expect(order(read())).toEqual([
      "Bench press 1 1 single",
      "Curl 2 2 superset",
      "Dips 3 2 superset",
      "Plank 4 3 single",
    ]);
  });

  it("leaves out what the library does not know", () => {
    const known = edits.documentOf(readProgram(TEXT), (name) => (name === "Curl" ? undefined : name), WORDS);
    expect(order(known)).toEqual(["Bench press 1 1 single", "Dips 2 2 single", "Plank 3 3 single"]);
  });

  it.each(LANGUAGES)("is written in %s as it can be read again", async (language) => {
    const { t } = await createI18n(language, DICTIONARIES, ["training"]);
    const format = formatFor(language);
    const nameOf = (id: string) => id.replace("id of ", "");
    for (const unit of ["kg", "lb"] as const) {
      const written = formatProgram(read(), { t, format, nameOf, weights: weightFormat(unit, t, format) });
      const again = readProgram(written, unit);
      expect(again.unread).toEqual([]);
      const rounded = (document: TemplateDocument) =>
        document.phases.map((phase) => ({
          ...phase,
          workouts: phase.workouts.map((workout) => ({
            ...workout,
            title: workout.position,
            exercises: workout.exercises.map((one) => ({ ...one, load: one.load && Math.round(one.load) })),
          })),
        }));
      const shape = (document: TemplateDocument) =>
        JSON.stringify(rounded(document), (key, value) => (key === "id" ? 0 : value));
      expect(shape(edits.documentOf(again, (name) => `id of ${name}`, WORDS))).toBe(shape(read()));
    }
  });
});

describe("an edit", () => {
  it("changes no document that was there before", () => {
    const before = read();
    const kept = structuredClone(before);
    const phase = phaseOf(before).id;
    const all: edits.Edit[] = [
      edits.patchTemplate({ title: "Other" }),
      edits.addPhase(edits.newPhase("More")),
      edits.patchPhase(phase, { weeks: 2 }),
      edits.movePhase(phase, 1),
      edits.addWorkout(phase, 1, WORDS.day),
      edits.copyWeek(phase, 1, [2, 3]),
      edits.moveExercise(exercise(before, 0), 1),
      edits.joinBlock(exercise(before, 1), "circuit"),
      edits.patchExercise(exercise(before, 0), { sets: 9 }),
      edits.removeExercise(exercise(before, 0)),
      edits.removeWorkout(workoutOf(before).id),
      edits.removePhase(phase),
    ];
    for (const edit of all) expect(edit(before)).not.toEqual(kept);
    expect(before).toEqual(kept);
  });

  it("of nothing that is there returns the same document", () => {
    const before = read();
    expect(edits.removeExercise("nothing")(before)).toBe(before);
    expect(edits.patchPhase("nothing", { weeks: 1 })(before)).toBe(before);
    expect(edits.moveExercise(exercise(before, 0), -1)(before)).toBe(before);
    expect(edits.patchExercise(exercise(before, 0), { sets: 4, load: 60 })(before)).toBe(before);
  });

  it("moves an exercise out of its superset", () => {
    const before = read();
    expect(order(edits.moveExercise(exercise(before, 0), 1)(before))).toEqual([
      "Curl 1 1 single",
      "Bench press 2 2 single",
      "Dips 3 3 single",
      "Plank 4 4 single",
    ]);
  });

  it("joins an exercise to the one before it, and takes it out again", () => {
    const before = read();
    const joined = edits.joinBlock(exercise(before, 3), "circuit")(before);
    expect(order(joined)).toEqual([
      "Bench press 1 1 single",
      "Curl 2 2 circuit",
      "Dips 3 2 circuit",
      "Plank 4 2 circuit",
    ]);
    const apart = edits.joinBlock(exercise(joined, 2), "single")(joined);
    expect(order(apart)).toEqual([
      "Bench press 1 1 single",
      "Curl 2 2 single",
      "Dips 3 3 single",
      "Plank 4 4 single",
    ]);
  });

  it("shortens a phase with the workouts of its last weeks", () => {
    const before = read();
    const after = edits.patchPhase(phaseOf(before).id, { weeks: 2 })(before);
    expect(phaseOf(after).workouts.map(({ week, position }) => [week, position])).toEqual([
      [1, 1],
      [1, 3],
      [2, 1],
      [2, 3],
    ]);
  });

  it("gives a taken day to the workout that moves there", () => {
    const before = read();
    const after = edits.patchWorkout(workoutOf(before).id, { position: 3 })(before);
    expect(workoutOf(after).exercises).toHaveLength(2);
    expect(workoutOf(after, 1)).toMatchObject({ id: workoutOf(before).id, position: 3 });
  });

  it("copies a week so that the copy is independent", () => {
    const before = read();
    const copied = edits.copyWeek(phaseOf(before).id, 1, [2])(before);
    const changed = edits.patchExercise(exercise(copied, 0), { sets: 9 })(copied);
    expect(phaseOf(changed).workouts.filter(({ week }) => week === 2)[0]?.exercises[0]?.sets).toBe(4);
  });

  it("says weeks that are alike once", () => {
    expect(alike(4, phaseOf(read()).workouts).map(({ from, to }) => [from, to])).toEqual([[1, 4]]);
    const before = read();
    const changed = phaseOf(edits.addWorkout(phaseOf(before).id, 2, WORDS.day)(before));
    expect(alike(4, changed.workouts).map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
    ]);
  });
});

describe("the history", () => {
  const add = (by: number) => ({ kind: "edit" as const, edit: (now: number) => now + by });

  it("undoes and redoes", () => {
    const done = [add(1), add(2), { kind: "undo" as const }].reduce(step<number>, startHistory(0));
    expect(done.now).toBe(1);
    expect(step(done, { kind: "redo" }).now).toBe(3);
    expect(step(step(done, add(5)), { kind: "redo" }).now).toBe(6);
  });

  it("does not remember an edit that changes nothing", () => {
    const start = startHistory(0);
    expect(step(start, add(0))).toBe(start);
    expect(step(start, { kind: "undo" })).toBe(start);
    expect(step(start, { kind: "redo" })).toBe(start);
  });
});
