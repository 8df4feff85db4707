import type { Enum, Row } from "../foundation/database";

export type EventType = Enum<"event_type">;
export type EventStatus = Enum<"event_status">;

export const WORKOUT_TYPES = ["strength", "cardio", "hiit", "mobility", "mixed", "unknown"] as const;
export const BODY_FOCUS = ["upper", "lower", "full", "core", "unspecified"] as const;
export const INTENSITIES = ["low", "moderate", "high", "unknown"] as const;
export const MOODS = ["good", "neutral", "bad"] as const;
export const SLEEP_QUALITIES = ["good", "neutral", "bad", "unknown"] as const;

export type WeightUnit = "kg" | "lb";
export type Mood = (typeof MOODS)[number];
export type WorkoutType = (typeof WORKOUT_TYPES)[number];
export type BodyFocus = (typeof BODY_FOCUS)[number];

interface Provenance {
  estimated?: boolean;
  source?: string;
}

/** `progress_events.data_json` by type; the database refuses anything else, see `private.event_shape`. */
export interface EventData {
  weight: Provenance & {
    value: number;
    unit: WeightUnit;
    fasting?: boolean;
    /** As it was written, where that was in pounds. */
    original?: { value: number; unit: WeightUnit };
  };
  nutrition: Provenance & {
    calories?: number | null;
    protein_g?: number | null;
    carbs_g?: number | null;
    fat_g?: number | null;
    calories_est?: number | null;
    protein_est_g?: number | null;
    carbs_est_g?: number | null;
    fat_est_g?: number | null;
    scope?: "day" | "meal";
  };
  workout: Provenance & {
    type: WorkoutType;
    body_focus?: BodyFocus[];
    duration_min?: number | null;
    intensity?: (typeof INTENSITIES)[number];
    notes?: string | null;
  };
  steps: Provenance & { steps: number };
  sleep: Provenance & { hours: number; quality?: (typeof SLEEP_QUALITIES)[number] };
  checkin_mood: { label: Mood; notes?: string | null };
  note: { text: string };
  other: { text: string };
}

type EventRow = Row<"progress_events">;

export type EventOf<T extends EventType> = Omit<EventRow, "event_type" | "data_json"> & {
  event_type: T;
  data_json: EventData[T];
};

/** One of all types, told apart by `event_type`. */
export type ProgressEvent = { [T in EventType]: EventOf<T> }[EventType];

/** Whether an event counts in analytics: a person decided so, or nobody had to decide. */
export function counts(event: Pick<ProgressEvent, "status">): boolean {
  return event.status !== "rejected" && event.status !== "needs_review";
}

export type ConfidenceLevel = "high" | "medium" | "low" | "person";

export function confidenceLevel(event: Pick<ProgressEvent, "status" | "confidence">): ConfidenceLevel {
  if (event.status === "confirmed" || event.status === "corrected") return "person";
  if (event.confidence >= 0.8) return "high";
  return event.confidence >= 0.5 ? "medium" : "low";
}

/** Calories and macros of a meal, whether read or estimated from a picture. */
export function nutrients(data: EventData["nutrition"]) {
  return {
    calories: data.calories ?? data.calories_est ?? null,
    protein: data.protein_g ?? data.protein_est_g ?? null,
    carbs: data.carbs_g ?? data.carbs_est_g ?? null,
    fat: data.fat_g ?? data.fat_est_g ?? null,
    estimated: data.estimated === true || (data.calories == null && data.calories_est != null),
  };
}

/** In the order in which they are read. */
export const EVENT_TYPES = [
  "weight",
  "nutrition",
  "workout",
  "steps",
  "sleep",
  "checkin_mood",
  "note",
  "other",
] as const satisfies readonly EventType[];

/** Events of one log in an order that does not change when one of them is corrected. */
export function inReadingOrder(
  a: Pick<ProgressEvent, "event_type" | "date_for_metric" | "id">,
  b: Pick<ProgressEvent, "event_type" | "date_for_metric" | "id">,
): number {
  return (
    EVENT_TYPES.indexOf(a.event_type) - EVENT_TYPES.indexOf(b.event_type) ||
    a.date_for_metric.localeCompare(b.date_for_metric) ||
    a.id.localeCompare(b.id)
  );
}
