import type { AuthChangeEvent, Session } from "@supabase/supabase-js";
import type { Enum, Row } from "../app/database";
import { asRequestError, unwrap } from "../app/request";
import { supabase } from "../app/supabase";
import type { Language } from "../i18n/language";

export type Client = Row<"clients">;
export type Role = Enum<"profile_role">;
/** Who is signed in; `client` is the row they are coached under, if any. */
export type Me = Row<"profiles"> & { client: Client | null };

export interface Credentials {
  email: string;
  password: string;
}

export interface NewAccount extends Credentials {
  fullName: string;
  role: Role;
  locale: Language;
}

/** Calls back with the session now, and whenever it changes, in this tab or in another one. */
export function watchSession(
  onChange: (event: AuthChangeEvent, session: Session | null) => void,
): () => void {
  const { data } = supabase().auth.onAuthStateChange(onChange);
  return () => data.subscription.unsubscribe();
}

export async function signIn(credentials: Credentials): Promise<void> {
  const { error } = await supabase().auth.signInWithPassword(credentials);
  if (error) throw asRequestError(error);
}

/** Whether the account can be used at once; where it cannot, an e-mail asks to be confirmed first. */
export async function signUp({ email, password, fullName, role, locale }: NewAccount): Promise<boolean> {
  const { data, error } = await supabase().auth.signUp({
    email,
    password,
    options: { data: { full_name: fullName, role, locale }, emailRedirectTo: window.location.href },
  });
  if (error) throw asRequestError(error);
  return data.session !== null;
}

/** Signs out of this browser. Works without a connection too. */
export async function signOut(): Promise<void> {
  await supabase().auth.signOut({ scope: "local" });
}

export async function fetchMe(userId: string): Promise<Me> {
  const [profile, client] = await Promise.all([
    unwrap(supabase().from("profiles").select("*").eq("id", userId).single()),
    unwrap(supabase().from("clients").select("*").eq("user_id", userId).maybeSingle()),
  ]);
  return { ...profile, client: client ?? null };
}

export async function updateProfile(
  userId: string,
  changes: { full_name?: string; locale?: Language },
): Promise<void> {
  await unwrap(supabase().from("profiles").update(changes).eq("id", userId));
}

export async function updateClient(
  clientId: string,
  changes: Partial<Pick<Client, "name" | "email" | "timezone" | "locale">>,
): Promise<void> {
  await unwrap(supabase().from("clients").update(changes).eq("id", clientId));
}

/** Links the account to the client the code was made for; the client's id. */
export async function acceptInvite(code: string): Promise<string> {
  return unwrap(supabase().rpc("accept_invite", { code }));
}

export type ClientDetails = Pick<Client, "name" | "email" | "timezone" | "locale">;

/** Adds a client of the coach who is signed in. */
export async function addClient(details: ClientDetails): Promise<Client> {
  return unwrap(supabase().from("clients").insert(details).select().single());
}

export async function fetchClient(clientId: string): Promise<Client | null> {
  return unwrap(supabase().from("clients").select("*").eq("id", clientId).maybeSingle());
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

/** A new one-time code for a client; codes made before stop working. */
export async function inviteClient(clientId: string): Promise<Invitation> {
  const [invitation] = await unwrap(supabase().rpc("invite_client", { client_id: clientId }));
  if (!invitation) throw new Error("invite_client returned nothing");
  return invitation;
}
