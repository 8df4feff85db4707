import { inKilograms, type WeightUnit } from "../../account/weightUnit";
import type { Target } from "../document";

// What people type about sets, in English and Russian. `\b` knows no Cyrillic letters, so that words end by `END`.

export const TIMES = "[xх×*]";
export const NUMBER = "\\d+(?:[.,]\\d+)?";
export const END = "(?!\\p{L})";
export const DASH = "\\s*[-–—]\\s*";
export const MAX = "(?:макс\\p{L}*|max(?:imum)?|amrap|(?:до|to)\\s+(?:отказа|failure))";
const SECONDS = "сек\\p{L}*|с|sec\\p{L}*|s";
const MINUTES = "мин\\p{L}*|min\\p{L}*";
const KILOMETERS = "км|km";
const METERS = "метр\\p{L}*|м|met\\p{L}*|m";
const REPS = "раз\\p{L}*|повтор\\p{L}*|пов|reps?";
/** A unit of time or distance, or the word for repetitions. */
export const MEASURE = `(?:${SECONDS}|${MINUTES}|${KILOMETERS}|${METERS})${END}\\.?`;
export const UNIT = `(?:${MEASURE}|(?:${REPS})${END}\\.?)`;
export const WEIGHT = `(?:кг|kg|kilo\\p{L}*|кило\\p{L}*|lbs?|фунт\\p{L}*)${END}\\.?`;

export type Amount = Pick<Target, "reps_min" | "reps_max" | "seconds" | "meters">;
export type Load = Pick<Target, "load_kind" | "load">;

const whole = (pattern: string) => new RegExp(`^\\s*${pattern}\\s*$`, "iu");
const is = (pattern: string, word: string) => new RegExp(`^(?:${pattern})\\.?$`, "iu").test(word);

export function parseNumber(text: string): number {
  return Number(text.replace(",", "."));
}

const AMOUNT = whole(`(?:(${MAX})|(${NUMBER})(?:${DASH}(${NUMBER}))?\\s*(${UNIT})?)`);
const NOTHING: Amount = { reps_min: null, reps_max: null, seconds: null, meters: null };

/** "8", "8-10", "max", "60 s", "400 m". Null if it is none of these, or a range that runs backwards. */
export function parseAmount(text: string): Amount | null {
  const [found, max, first = "", second, unit = ""] = AMOUNT.exec(text) ?? [];
  if (!found) return null;
  if (max) return NOTHING;
  const [low, high] = [parseNumber(first), parseNumber(second ?? first)];
  if (low > high || high === 0) return null;
  if (is(MINUTES, unit)) return { ...NOTHING, seconds: Math.round(high * 60) };
  if (is(SECONDS, unit)) return { ...NOTHING, seconds: Math.round(high) };
  if (is(KILOMETERS, unit)) return { ...NOTHING, meters: Math.round(high * 1000) };
  if (is(METERS, unit)) return { ...NOTHING, meters: high };
  return Number.isInteger(low) && Number.isInteger(high)
    ? { ...NOTHING, reps_min: low, reps_max: high }
    : null;
}

const KILOGRAMS = whole(`@?\\s*(${NUMBER})\\s*(${WEIGHT})?`);
const PERCENT = whole(`@?\\s*(${NUMBER})\\s*%.*`);
const RPE = whole(`(?:rpe|рпе)\\s*(${NUMBER})`);
const RIR = whole(`(?:(?:rir|рир)\\s*(${NUMBER})|(${NUMBER})\\s*(?:в\\s+запасе|in\\s+reserve))`);

/** "60 kg", "60" in `unit`, "75%", "RPE 8", "RIR 2". Null if it is none of these. */
export function parseLoad(text: string, unit: WeightUnit): Load | null {
  if (text.trim() === "") return { load_kind: "none", load: null };
  const weight = KILOGRAMS.exec(text);
  if (weight?.[1]) {
    const typed = weight[2] ? (/^(?:l|ф)/i.test(weight[2]) ? "lb" : "kg") : unit;
    return { load_kind: "kg", load: Math.round(inKilograms(parseNumber(weight[1]), typed) * 100) / 100 };
  }
  const percent = PERCENT.exec(text)?.[1];
  if (percent) return { load_kind: "percent", load: parseNumber(percent) };
  const rpe = RPE.exec(text)?.[1];
  if (rpe) return { load_kind: "rpe", load: parseNumber(rpe) };
  const [, before, after] = RIR.exec(text) ?? [];
  const rir = before ?? after;
  return rir ? { load_kind: "rir", load: parseNumber(rir) } : null;
}

const REST = whole(
  `(?:(\\d+):(\\d\\d)|(?:${NUMBER}${DASH})?(${NUMBER})\\s*(${SECONDS}|${MINUTES}|м|m)?\\.?)`,
);

/** "2:30", "90 s", "2 min"; up to 10 without a unit are minutes. Of a range the longer time. Null if it is none. */
export function parseRest(text: string): number | null {
  const [found, minutes, seconds, value = "", unit = ""] = REST.exec(text) ?? [];
  if (!found) return null;
  if (minutes) return Number(minutes) * 60 + Number(seconds);
  const number = parseNumber(value);
  const isMinutes = unit ? !is(SECONDS, unit) : number <= 10;
  return Math.round(isMinutes ? number * 60 : number);
}

/** "3-1-1-0" or "3110", x for as fast as possible. Null if it is neither. */
export function parseTempo(text: string): string | null {
  const parts = /^\s*([\dxх])[-\s]?([\dxх])[-\s]?([\dxх])[-\s]?([\dxх])\s*$/iu.exec(text)?.slice(1);
  return parts?.map((part) => (/\d/.test(part) ? part : "x")).join("-") ?? null;
}
