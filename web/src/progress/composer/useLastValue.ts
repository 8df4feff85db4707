import { inUnit } from "../../account/weightUnit";
import { type EventOf, nutrients, type WeightUnit } from "../events";
import { useEvents } from "../queries";

export type QuickValue = "weight" | "sleep" | "steps" | "food";

const LOOKED_BACK = 10;
const TYPES = { weight: "weight", sleep: "sleep", steps: "steps", food: "nutrition" } as const;

/** The last value of a kind that counts: what a client most likely changes only a little. */
export function useLastValue(clientId: string, kind: QuickValue, unit: WeightUnit): number | null {
  const events = useEvents(clientId, TYPES[kind], { limit: kind === "food" ? LOOKED_BACK : 1 }).data ?? [];
  // Of food the last meal: a day total is another number every day.
  const event =
    kind === "food"
      ? events.find(({ data_json: data }) => "scope" in data && data.scope === "meal")
      : events[0];
  if (!event) return null;
  switch (kind) {
    case "weight": {
      const { value, unit: stored, original } = (event as EventOf<"weight">).data_json;
      if (original && original.unit === unit) return original.value;
      return stored === unit ? value : Math.round(inUnit(value, unit) * 10) / 10;
    }
    case "sleep":
      return (event as EventOf<"sleep">).data_json.hours;
    case "steps":
      return (event as EventOf<"steps">).data_json.steps;
    case "food":
      return nutrients((event as EventOf<"nutrition">).data_json).calories;
  }
}
