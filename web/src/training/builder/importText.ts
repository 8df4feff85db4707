import type { WeightUnit } from "../../account/weightUnit";
import type { Target } from "../document";
import {
  DASH,
  END,
  MAX,
  MEASURE,
  NUMBER,
  parseAmount,
  parseLoad,
  parseRest,
  parseTempo,
  TIMES,
  UNIT,
  WEIGHT,
} from "./parseTarget";

/** An exercise as a line says it. */
export interface ReadExercise extends Target {
  /** As it is written: the library is asked which exercise it is. */
  name: string;
  notes: string;
  /** Lines of one letter, or a line after a plus, are done in turns. */
  label: string | null;
  line: number;
}

export interface ReadWorkout {
  title: string;
  position: number;
  exercises: ReadExercise[];
}

export interface ReadWeek {
  from: number;
  to: number;
  workouts: ReadWorkout[];
}

export interface ReadPhase {
  title: string;
  weeks: ReadWeek[];
}

/** A line that says no exercise, or asks for what cannot be. */
export interface Unread {
  line: number;
  text: string;
}

export interface ReadProgram {
  title: string;
  phases: ReadPhase[];
  unread: Unread[];
}

const MOST_SETS = 20;
const MOST_WEEKS = 52;
const MOST_DAYS = 14;

const pattern = (source: string) => new RegExp(source, "iu");
const GAP = "\u0000"; // stands where something was taken from a line

const NUMBERED = pattern(`^(?:[-•*+]|\\d+[.)])\\s+`);
const LABEL = pattern(`^([a-zа-я])\\d[.):]?\\s+`);
const PLUS = /^\+\s*/;
const REST = pattern(
  `(?:отдых|пауза|перерыв|rest)\\p{L}*[\\s:–-]*(\\d+:\\d\\d|(?:${NUMBER}${DASH})?${NUMBER}\\s*(?:(?:сек|с|мин|м|sec|s|min|m)\\p{L}*\\.?)?)`,
);
const TEMPO = pattern(`(?:темп|tempo)[\\s:]*([\\dxх](?:[-\\s]?[\\dxх]){3})${END}`);
const EFFORT = pattern(
  `((?:rpe|рпе|rir|рир)\\s*${NUMBER}|${NUMBER}\\s*(?:в\\s+запасе|in\\s+reserve))|@\\s*(${NUMBER})(?![\\d.,]|\\s*(?:%|${WEIGHT}))`,
);
const SETS = `(\\d+)\\s*(?:${TIMES}|(?:sets?|подход\\p{L}*|сет\\p{L}*)\\s*(?:of|по|${TIMES})?)\\s*`;
const SCHEME = pattern(`${SETS}(${MAX}|${NUMBER}(?:${DASH}${NUMBER})?(?:\\s*${UNIT})?)`);
const THIRD = pattern(`^\\s*${TIMES}\\s*(${NUMBER})`);
const ALONE = pattern(`(${NUMBER}\\s*${MEASURE}|\\d+\\s*(?:раз\\p{L}*|повтор\\p{L}*|reps?)${END})`);
const LOAD = pattern(
  `@?\\s*(${NUMBER}\\s*(?:${WEIGHT}|%(?:\\s*(?:от|of)\\s+(?:the\\s+)?(?:training\\s+|тренировочного\\s+)?[^\\s,;]+|\\s*(?:1\\s*пм|1rm))?))`,
);
const BARE_LOAD = pattern(`^[\\s,@]*(?:по\\s+)?(${NUMBER})(?=\\s*(?:[,;${GAP}]|$))`);

/** Reads one line: "Bench press 4x8 60kg rest 2 min". Null if it says no sets, no time and no distance. */
export function readExercise(line: string, unit: WeightUnit = "kg"): Omit<ReadExercise, "line"> | null {
  const label = LABEL.exec(line)?.[1]?.toLowerCase() ?? (PLUS.test(line) ? "+" : null);
  let text = line.replace(LABEL, "").replace(PLUS, "").replace(NUMBERED, "");
  const take = (what: RegExp): string[] | undefined => {
    const found = what.exec(text);
    if (found) text = text.slice(0, found.index) + GAP + text.slice(found.index + found[0].length);
    return found?.slice(1);
  };
  const rest = take(REST)?.[0];
  const tempo = take(TEMPO)?.[0];
  const effort = take(EFFORT);
  const scheme = take(SCHEME);
  let after = scheme && text.slice(text.indexOf(GAP));
  const [count = "1", size] = scheme ?? ["1", take(ALONE)?.[0]];
  if (!size) return null;
  const amount = parseAmount(size);
  const sets = Number(count);
  if (!amount || sets < 1 || sets > MOST_SETS) return null;
  let load = take(LOAD)?.[0] ?? effort?.[0] ?? (effort?.[1] && `RPE ${effort[1]}`);
  if (!load && after) {
    after = text.slice(text.lastIndexOf(GAP) + 1);
    const bare = THIRD.exec(after) ?? BARE_LOAD.exec(after);
    if (bare) {
      load = bare[1];
      text = text.slice(0, text.length - after.length) + after.slice(bare[0].length);
    }
  }
  const [name = "", ...others] = text.split(GAP).map(bared);
  const notes = others.filter(Boolean).join(", ");
  const named = name || others.find(Boolean);
  if (!named) return null;
  return {
    name: named,
    sets,
    ...amount,
    ...(parseLoad(load ?? "", unit) ?? { load_kind: "none", load: null }),
    rest_seconds: rest ? parseRest(rest) : null,
    tempo: tempo ? parseTempo(tempo) : null,
    notes: name && notes,
    label,
  };
}

/** Without the punctuation around it. */
function bared(text: string): string {
  return text.replace(/^[\s,;:.·|–—-]+|[\s,;:·|–—-]+$/g, "").trim();
}

const DAYS = [
  "mon|пон|пн",
  "tue|вто|вт",
  "wed|сре|ср",
  "thu|чет|чт",
  "fri|пят|пт",
  "sat|суб|сб",
  "sun|вос|вс",
];
const WEEKDAY = new RegExp(
  `^(?:${DAYS.map((day) => `(${day})`).join("|")})(?:day|sday|nesday|rsday|urday|едельник|рник|да|верг|ница|бота|кресенье)?${END}`,
  "iu",
);
const WEEK = pattern(
  `^(?:(?:недел[яи]|нед\\.?|weeks?)\\s*№?\\s*(\\d+)(?:${DASH}(\\d+))?|(\\d+)(?:-?я)?\\s+неделя)${END}`,
);
const DAY = pattern(`^(?:день|day|тренировка|workout)(?:\\s*№?\\s*(\\d+|[a-dа-г]))?${END}[\\s.:–—-]*`);
const PHASE = pattern(`^(?:фаза|этап|мезоцикл|phase|block|блок)\\s*\\d*[\\s.:–—-]*`);

/** Reads a programme from plain text. Headings name phases, weeks and days; every other line is an exercise. */
export function readProgram(text: string, unit: WeightUnit = "kg"): ReadProgram {
  const program: ReadProgram = { title: "", phases: [], unread: [] };
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/^[#\s]+|\*\*/g, "").trim();
    if (!line) return;
    const heading = line.replace(/[:.]$/, "");
    const exercise = readExercise(line, unit);
    if (!exercise && readHeading(program, heading)) return;
    const isAlone = !exercise && program.phases.length === 0 && !program.title;
    if (isAlone) program.title = heading.slice(0, 200);
    else if (exercise) workoutOf(program).exercises.push({ ...exercise, line: index + 1 });
    else program.unread.push({ line: index + 1, text: line });
  });
  return program;
}

function readHeading(program: ReadProgram, heading: string): boolean {
  const week = WEEK.exec(heading);
  if (week) {
    const from = Number(week[1] ?? week[3]);
    const to = Number(week[2] ?? from);
    if (from < 1 || to < from || to > MOST_WEEKS) return false;
    phaseOf(program).weeks.push({ from, to, workouts: [] });
    return true;
  }
  if (PHASE.test(heading)) {
    program.phases.push({ title: heading, weeks: [] });
    return true;
  }
  const weekday = WEEKDAY.exec(heading);
  const day = DAY.exec(heading);
  if (!weekday && !day) return false;
  const { workouts } = weekOf(program);
  const next = (workouts.at(-1)?.position ?? 0) + 1;
  const said = weekday ? weekday.slice(1).findIndex(Boolean) + 1 : Number(day?.[1]) || next;
  // Of two days with one number the second is the next day.
  const position = workouts.some((one) => one.position === said) ? next : said;
  if (position > MOST_DAYS) return false;
  workouts.push({ title: heading, position, exercises: [] });
  return true;
}

function phaseOf({ phases }: ReadProgram): ReadPhase {
  const last = phases.at(-1);
  if (last) return last;
  const first: ReadPhase = { title: "", weeks: [] };
  phases.push(first);
  return first;
}

function weekOf(program: ReadProgram): ReadWeek {
  const { weeks } = phaseOf(program);
  const last = weeks.at(-1);
  if (last) return last;
  const first: ReadWeek = { from: 1, to: 1, workouts: [] };
  weeks.push(first);
  return first;
}

function workoutOf(program: ReadProgram): ReadWorkout {
  const { workouts } = weekOf(program);
  const last = workouts.at(-1);
  if (last) return last;
  const first: ReadWorkout = { title: "", position: 1, exercises: [] };
  workouts.push(first);
  return first;
}

/** Every name once, as it was first written. */
export function namesIn({ phases }: ReadProgram): string[] {
  const names = phases.flatMap(({ weeks }) =>
    weeks.flatMap(({ workouts }) => workouts.flatMap(({ exercises }) => exercises.map(({ name }) => name))),
  );
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
}
