import { inUnit } from "../../account/weightUnit";
import { parseNumber } from "../../foundation/numberInput";
import type { HardLimits } from "../api";
import { type EventData, type EventType, nutrients, type ProgressEvent, type WeightUnit } from "../events";
import { parseHours, typedHours } from "../hours";

/** The values of a correction form: text as typed, by field. The fields depend on the type. */
export type FieldValues = Record<string, string>;

/** What is wrong with a field. A range is in the unit of the form. */
export type FieldProblem = "number" | "whole" | "required" | { low: number; high: number };

const shown = (value: number | null | undefined): string => (value == null ? "" : String(value));

/** The form's values for an event as it is. */
export function valuesOf(event: ProgressEvent): FieldValues {
  switch (event.event_type) {
    case "weight": {
      const { value, unit } = event.data_json.original ?? event.data_json;
      return { value: shown(value), unit };
    }
    case "nutrition": {
      const { calories, protein, carbs, fat } = nutrients(event.data_json);
      return {
        calories: shown(calories),
        protein: shown(protein),
        carbs: shown(carbs),
        fat: shown(fat),
        scope: event.data_json.scope ?? "day",
      };
    }
    case "workout":
      return {
        type: event.data_json.type,
        focus: event.data_json.body_focus?.[0] ?? "unspecified",
        minutes: shown(event.data_json.duration_min),
        intensity: event.data_json.intensity ?? "unknown",
        notes: event.data_json.notes ?? "",
      };
    case "steps":
      return { steps: shown(event.data_json.steps) };
    case "sleep":
      return { hours: typedHours(event.data_json.hours), quality: event.data_json.quality ?? "unknown" };
    case "checkin_mood":
      return { label: event.data_json.label, notes: event.data_json.notes ?? "" };
    default:
      return { text: event.data_json.text };
  }
}

const EMPTY: EventData = {
  weight: { value: null as unknown as number, unit: "kg" },
  nutrition: { scope: "meal" },
  workout: { type: "strength" },
  steps: { steps: null as unknown as number },
  sleep: { hours: null as unknown as number },
  checkin_mood: { label: "good" },
  note: { text: "" },
  other: { text: "" },
};

/** An event that a form begins with: nothing is filled in. */
export function newEvent(type: EventType, unit: WeightUnit = "kg"): ProgressEvent {
  const data_json = type === "weight" ? { ...EMPTY.weight, unit } : EMPTY[type];
  return { event_type: type, data_json } as ProgressEvent;
}

/** Whether a form still has the values that it opened with. */
export function sameValues(a: FieldValues, b: FieldValues): boolean {
  return Object.keys(b).every((field) => a[field] === b[field]);
}

const RULES: Record<EventType, Record<string, { kind: "number" | "whole" | "text"; required?: boolean }>> = {
  weight: { value: { kind: "number", required: true } },
  nutrition: {
    calories: { kind: "number" },
    protein: { kind: "number" },
    carbs: { kind: "number" },
    fat: { kind: "number" },
  },
  workout: { minutes: { kind: "number" } },
  steps: { steps: { kind: "whole", required: true } },
  sleep: { hours: { kind: "number", required: true } },
  checkin_mood: {},
  note: { text: { kind: "text", required: true } },
  other: { text: { kind: "text", required: true } },
};

/** The name that a field's number has in the limits. */
function metricOf(type: EventType, field: string, values: FieldValues): string | undefined {
  switch (field) {
    case "value":
      return "weight_kg";
    case "calories":
      return values.scope === "meal" ? "calories_meal" : "calories_day";
    case "protein":
    case "carbs":
    case "fat":
      return `${field}_g`;
    case "minutes":
      return "workout_min";
    case "steps":
      return "steps";
    case "hours":
      return type === "sleep" ? "sleep_hours" : undefined;
    default:
      return undefined;
  }
}

/** What is impossible of a number: the limits in the unit of the form, rounded inwards. */
function beyond(limits: HardLimits, metric: string | undefined, number: number, unit: WeightUnit) {
  const { low = null, high = null } = (metric && limits.get(metric)) || {};
  if (low === null || high === null) return undefined;
  const factor = metric === "weight_kg" ? inUnit(1, unit) : 1;
  const range = { low: Math.ceil(low * factor), high: Math.floor(high * factor) };
  return number < range.low || number > range.high ? range : undefined;
}

const NO_LIMITS: HardLimits = new Map();

/** What is wrong with the values, by field. Ranges are those of the database. */
export function problemsIn(
  type: EventType,
  values: FieldValues,
  limits = NO_LIMITS,
): Record<string, FieldProblem> {
  const unit = values.unit === "lb" ? "lb" : "kg";
  const problems: Record<string, FieldProblem> = {};
  for (const [field, { kind, required }] of Object.entries(RULES[type])) {
    const text = values[field]?.trim() ?? "";
    if (text === "") {
      if (required) problems[field] = "required";
    } else if (kind !== "text") {
      const number = field === "hours" ? parseHours(text) : parseNumber(text);
      if (number === null || number < 0) problems[field] = "number";
      else if (kind === "whole" && !Number.isInteger(number)) problems[field] = "whole";
      else {
        const range = beyond(limits, metricOf(type, field, values), number, unit);
        if (range) problems[field] = range;
      }
    }
  }
  const isEmpty =
    type === "nutrition" && Object.keys(RULES.nutrition).every((field) => !values[field]?.trim());
  if (isEmpty) problems.calories = "required";
  return problems;
}

/** The event's data with the form's values. What the form does not show stays. The result is no longer an estimate. */
export function dataFrom(event: ProgressEvent, values: FieldValues): EventData[EventType] {
  const number = (field: string) => parseNumber(values[field] ?? "");
  const text = (field: string) => values[field]?.trim() || null;
  switch (event.event_type) {
    case "weight": {
      const unit = values.unit === "lb" ? "lb" : "kg";
      const { original, ...rest } = event.data_json;
      return { ...rest, value: number("value") ?? 0, unit, estimated: false };
    }
    case "nutrition": {
      const { calories_est, protein_est_g, carbs_est_g, fat_est_g, ...rest } = event.data_json;
      return {
        ...rest,
        calories: number("calories"),
        protein_g: number("protein"),
        carbs_g: number("carbs"),
        fat_g: number("fat"),
        scope: values.scope === "meal" ? "meal" : "day",
        estimated: false,
      };
    }
    case "workout":
      return {
        ...event.data_json,
        type: values.type as EventData["workout"]["type"],
        body_focus: focusFrom(event.data_json.body_focus, values.focus),
        duration_min: number("minutes"),
        intensity: values.intensity as EventData["workout"]["intensity"],
        notes: text("notes"),
        estimated: false,
      };
    case "steps":
      return { ...event.data_json, steps: number("steps") ?? 0, estimated: false };
    case "sleep":
      return {
        ...event.data_json,
        hours: parseHours(values.hours ?? "") ?? 0,
        quality: values.quality as EventData["sleep"]["quality"],
        estimated: false,
      };
    case "checkin_mood":
      return { label: values.label as EventData["checkin_mood"]["label"], notes: text("notes") };
    default:
      return { text: values.text?.trim() ?? "" };
  }
}

type Focus = EventData["workout"]["body_focus"];

/** The form shows the first of several. All stay as they are unless it was changed. */
function focusFrom(before: Focus, chosen: string | undefined): Focus {
  return before && before[0] === chosen ? before : ([chosen ?? "unspecified"] as Focus);
}
