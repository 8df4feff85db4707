import { addDays, type Day, dayIn } from "../../../foundation/calendar";
import { unwrap } from "../../../foundation/request";
import { supabase } from "../../../foundation/supabase";

export interface Week {
  planned: number;
  finished: number;
  missed: number;
}

/** The workouts of programmes of each client, by client and Monday: of this week, wherever the clients are. */
export async function fetchWeeks(): Promise<Map<string, Map<Day, Week>>> {
  const rows = await unwrap(
    supabase()
      .from("training_adherence")
      .select("client_id, week, planned, finished, missed")
      .gte("week", addDays(dayIn("UTC"), -7)),
  );
  const weeks = new Map<string, Map<Day, Week>>();
  for (const { client_id, week, planned, finished, missed } of rows) {
    if (!client_id || !week) continue; // the types of a view know no required columns
    const ofClient = weeks.get(client_id) ?? new Map<Day, Week>();
    ofClient.set(week, { planned: planned ?? 0, finished: finished ?? 0, missed: missed ?? 0 });
    weeks.set(client_id, ofClient);
  }
  return weeks;
}
