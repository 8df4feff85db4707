import type { Client } from "../account/api";
import type { CoachedClient } from "../foundation/domain";
import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";

export type ClientDetails = Pick<Client, "name" | "email" | "timezone" | "locale" | "weight_unit">;

/** Adds a client of the signed-in coach. */
export async function addClient(details: ClientDetails): Promise<Client> {
  return unwrap(supabase().from("clients").insert(details).select().single());
}

/** `version` is the one that was seen: a change of an old one is refused, see `conflictIn`. */
export async function updateClient(
  clientId: string,
  changes: ClientDetails & { version: number },
): Promise<void> {
  await unwrap(supabase().from("clients").update(changes).eq("id", clientId));
}

export async function fetchClient(clientId: string): Promise<Client | null> {
  return unwrap(supabase().from("clients").select("*").eq("id", clientId).maybeSingle());
}

/** Takes a client out of the coach's list, or brings them back. Goes by the version of now, because it overwrites nothing. */
export async function archiveClient(clientId: string, archived: boolean): Promise<void> {
  const archived_at = archived ? new Date().toISOString() : null; // the server sets its own time
  const client = await fetchClient(clientId);
  if (!client) return;
  await unwrap(
    supabase().from("clients").update({ archived_at, version: client.version }).eq("id", clientId),
  );
}

/** All clients whom an account coaches, archived ones included: their own, those shared with them, those of their team. */
export async function fetchClients(userId: string): Promise<CoachedClient[]> {
  const rows = await unwrap(
    supabase()
      .from("clients")
      .select(
        "id, name, timezone, user_id, coach_id, archived_at, created_at, coach:profiles!clients_coach_id_fkey(full_name), invites:client_invites(id)",
      )
      .or(`user_id.is.null,user_id.neq.${userId}`)
      .is("invites.accepted_at", null)
      .gt("invites.expires_at", new Date().toISOString()),
  );
  return rows.map(({ id, name, timezone, user_id, coach_id, archived_at, created_at, coach, invites }) => ({
    id,
    name,
    timezone,
    hasAccount: user_id !== null,
    hasOpenInvite: invites.length > 0,
    isArchived: archived_at !== null,
    addedAt: created_at,
    coachId: coach_id,
    coachName: coach?.full_name ?? "",
  }));
}

/** Whether an account coaches any client. */
export async function fetchHasClients(userId: string): Promise<boolean> {
  const clients = await unwrap(
    supabase().from("clients").select("id").or(`user_id.is.null,user_id.neq.${userId}`).limit(1),
  );
  return clients.length > 0;
}

export interface Invitation {
  code: string;
  expires_at: string;
}

/** Makes a one-time code for a client. Earlier codes stop working. */
export async function inviteClient(clientId: string): Promise<Invitation> {
  const [invitation] = await unwrap(supabase().rpc("invite_client", { client_id: clientId }));
  if (!invitation) throw new Error("invite_client returned nothing");
  return invitation;
}

/** Sends the link with a new code by e-mail. Returns until when it can be accepted. */
export async function sendInvite(clientId: string, email: string): Promise<string> {
  return unwrap(supabase().rpc("send_invite", { client_id: clientId, email }));
}

export interface InvitePreview {
  /** As the coach calls themselves. It may be empty. */
  coach_name: string;
  expires_at: string;
}

/** Who invites with a code. Also for those not signed in. Refused when the code cannot be accepted. */
export async function previewInvite(code: string): Promise<InvitePreview> {
  const [preview] = await unwrap(supabase().rpc("preview_invite", { code }));
  if (!preview) throw new Error("preview_invite returned nothing");
  return preview;
}

/** Links the account to the client for whom the code was made. Answers the client's id. */
export async function acceptInvite(code: string): Promise<string> {
  return unwrap(supabase().rpc("accept_invite", { code }));
}

/** Makes a diary of the account without a coach. Answers the client's id, the same one if called again. */
export async function startAlone(timezone: string, locale: Client["locale"]): Promise<string> {
  return unwrap(supabase().rpc("start_alone", { timezone, locale }));
}
