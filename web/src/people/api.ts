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

/** All clients of a coach. */
export async function fetchClients(coachId: string): Promise<CoachedClient[]> {
  const rows = await unwrap(
    supabase()
      .from("clients")
      .select("id, name, timezone, user_id, created_at, invites:client_invites(id)")
      .eq("coach_id", coachId)
      .is("invites.accepted_at", null)
      .gt("invites.expires_at", new Date().toISOString()),
  );
  return rows.map(({ id, name, timezone, user_id, created_at, invites }) => ({
    id,
    name,
    timezone,
    hasAccount: user_id !== null,
    hasOpenInvite: invites.length > 0,
    addedAt: created_at,
  }));
}

/** Whether a coach has any client. */
export async function fetchHasClients(coachId: string): Promise<boolean> {
  const clients = await unwrap(supabase().from("clients").select("id").eq("coach_id", coachId).limit(1));
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

/** Links the account to the client for whom the code was made. Answers the client's id. */
export async function acceptInvite(code: string): Promise<string> {
  return unwrap(supabase().rpc("accept_invite", { code }));
}
