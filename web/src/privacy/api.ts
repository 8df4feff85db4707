import type { Row } from "../foundation/database";
import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";
import type { Exported } from "./copy";

export type AuditEntry = Row<"audit_entries">;

/** The maximum of entries that are loaded. */
export const RECORD_LENGTH = 100;

/** All data of a client that the caller may read, in the format of `export_client`. */
export async function exportClient(clientId: string): Promise<Exported> {
  const exported = supabase().rpc("export_client", { client_id: clientId }, { get: true });
  return (await unwrap(exported)) as object as Exported;
}

/** The bytes of a file. Null where it cannot be read any more. */
export async function fetchFile({ bucket, path }: Exported["files"][number]): Promise<Blob | null> {
  return (await supabase().storage.from(bucket).download(path)).data;
}

export type ErasureRequest = Row<"erasure_requests">;

/** When the client will be erased, if they have asked for it. */
export async function fetchErasure(clientId: string): Promise<ErasureRequest | null> {
  return unwrap(supabase().from("erasure_requests").select("*").eq("client_id", clientId).maybeSingle());
}

/** By the client. `name` is their name, typed by them. */
export async function requestErasure(clientId: string, name: string, withAccount: boolean): Promise<void> {
  await unwrap(
    supabase().rpc("request_erasure", { client_id: clientId, confirm_name: name, with_account: withAccount }),
  );
}

export async function cancelErasure(clientId: string): Promise<void> {
  await unwrap(supabase().rpc("cancel_erasure", { client_id: clientId }));
}

/** When the account's data as a client was last erased. Null: never. */
export async function fetchErased(userId: string): Promise<string | null> {
  const erased = supabase()
    .from("audit_entries")
    .select("at")
    .eq("user_id", userId)
    .eq("action", "erased")
    .order("id", { ascending: false })
    .limit(1);
  return (await unwrap(erased))[0]?.at ?? null;
}

/** By the coach of a client without an account. Cannot be undone. `name` is the client's name, typed by a person. */
export async function eraseClient(clientId: string, name: string): Promise<void> {
  await unwrap(supabase().rpc("erase_client", { client_id: clientId, confirm_name: name }));
}

/** Ends the coaching of a client, by either side. */
export async function revokeCoach(clientId: string): Promise<void> {
  await unwrap(supabase().rpc("revoke_coach", { client_id: clientId }));
}

/** Cannot be undone. `email` is that of the account, typed by a person. */
export async function deleteAccount(email: string): Promise<void> {
  await unwrap(supabase().rpc("delete_account", { confirm_email: email }));
}

export interface RecordLine extends AuditEntry {
  /** Null when the caller no longer sees the client. */
  clientName: string | null;
}

/** The newest entries first: those of one client, or all that concern the signed-in account. */
export async function fetchRecord(clientId?: string): Promise<RecordLine[]> {
  let query = supabase().from("audit_entries").select("*").order("id", { ascending: false });
  if (clientId) query = query.eq("client_id", clientId);
  const entries = await unwrap(query.limit(RECORD_LENGTH));
  const ids = [...new Set(entries.flatMap((entry) => entry.client_id ?? []))];
  const clients = await unwrap(supabase().from("clients").select("id, name").in("id", ids));
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  return entries.map((entry) => ({ ...entry, clientName: names.get(entry.client_id ?? "") ?? null }));
}
