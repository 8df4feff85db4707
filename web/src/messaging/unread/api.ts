import { unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";

/** How many messages the account has not read. Alone in its file, because every screen shows it. */
export async function fetchUnread(): Promise<number> {
  return unwrap(supabase().rpc("unread_messages", undefined, { get: true }));
}
