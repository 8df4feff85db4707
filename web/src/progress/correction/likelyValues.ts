import type { Log } from "../api";
import type { EventType, WeightUnit } from "../events";
import { partsOf } from "../feed/unusedParts";
import { type FieldValues, newEvent, valuesOf } from "./corrections";

/** Words that say what an entry is about, in the order in which they are looked for. */
const WORDS: [EventType, RegExp][] = [
  ["nutrition", /kcal|calor|ккал|калори|protein|бел(?:ок|ка)|завтрак|обед|ужин|breakfast|lunch|dinner/i],
  ["steps", /step|шаг/i],
  ["sleep", /sle(?:ep|pt)|(?<![а-яё])(?:сон|спал)/i],
  [
    "workout",
    /\b(?:run|ran|gym|workout|training|min|km)\b|(?<![а-яё])(?:бег|трениров|зал|мин|км|присед|жим)/i,
  ],
];

/** The field that has the number, by type. */
const FIELDS: Partial<Record<EventType, string>> = {
  weight: "value",
  nutrition: "calories",
  steps: "steps",
  sleep: "hours",
};

/**
 * What a form to add a value begins with: the type that the entry's words name, and its first number. What was recorded
 * of the entry is not proposed again: neither its words, where it is known which those are, nor its type.
 */
export function likelyValues(
  log: Pick<Log, "raw_text" | "media_urls" | "ai_parsed_json" | "events">,
  unit: WeightUnit,
): { type: EventType; values: FieldValues } {
  const unused = partsOf(log).filter((part) => part.unused);
  const text = unused.length > 0 ? unused.map((part) => part.text).join(" ") : (log.raw_text ?? "");
  const recorded = log.events
    .filter((event) => event.status !== "rejected" && event.event_type !== "note") // a note is what was not understood
    .map((event) => event.event_type);
  const isNew = (one: EventType) => !recorded.includes(one);
  const [first] = text.match(/\d+(?:[.,]\d+)?/) ?? [];
  const named = WORDS.find(([one, words]) => isNew(one) && words.test(text))?.[0];
  const guessed = log.media_urls.length > 0 ? "nutrition" : first ? "weight" : "note";
  const type = named ?? (recorded.length === 0 || (isNew(guessed) && unused.length > 0) ? guessed : "note");
  const values = valuesOf(newEvent(type, unit));
  const field = FIELDS[type];
  if (field && first) values[field] = first;
  if (type === "note") values.text = text;
  return { type, values };
}
