import { unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";

/** An alert that the coach has dealt with. */
export interface SettledAlert {
  client_id: string;
  cause: string;
}

export async function fetchSettledAlerts(): Promise<SettledAlert[]> {
  const rows = supabase().from("settled_alerts").select("client_id, cause");
  return unwrap(rows.order("settled_at", { ascending: false }));
}

export async function settleAlert(alert: SettledAlert): Promise<void> {
  await unwrap(supabase().from("settled_alerts").upsert(alert, { ignoreDuplicates: true }));
}

export async function bringAlertBack({ client_id, cause }: SettledAlert): Promise<void> {
  await unwrap(supabase().from("settled_alerts").delete().eq("client_id", client_id).eq("cause", cause));
}
