import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";

/** The labels of each client of the coach, by the client's id, sorted. Clients without tags are not there. */
export async function fetchTags(): Promise<Map<string, string[]>> {
  const clients = await unwrap(
    supabase()
      .from("clients")
      .select("id, tags:client_tags!inner(label)")
      .order("label", { referencedTable: "tags" }),
  );
  return new Map(clients.map(({ id, tags }) => [id, tags.map(({ label }) => label)]));
}

/** Does nothing if the client has the tag. */
export async function tagClient(clientId: string, label: string): Promise<void> {
  await unwrap(supabase().rpc("tag_client", { client_id: clientId, label }));
}

/** Does nothing if the client has no such tag. */
export async function untagClient(clientId: string, label: string): Promise<void> {
  await unwrap(supabase().rpc("untag_client", { client_id: clientId, label }));
}
