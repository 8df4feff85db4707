import type { Log } from "../api";
import type { EventType, WeightUnit } from "../events";
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

/** What a form to add a value begins with: the type that the entry's words name, and its first number. */
export function likelyValues(
  { raw_text, media_urls }: Pick<Log, "raw_text" | "media_urls">,
  unit: WeightUnit,
): { type: EventType; values: FieldValues } {
  const text = raw_text ?? "";
  const [first] = text.match(/\d+(?:[.,]\d+)?/) ?? [];
  const named = WORDS.find(([, words]) => words.test(text))?.[0];
  const type = named ?? (media_urls.length > 0 ? "nutrition" : first ? "weight" : "note");
  const values = valuesOf(newEvent(type, unit));
  const field = FIELDS[type];
  if (field && first) values[field] = first;
  if (type === "note") values.text = text;
  return { type, values };
}
