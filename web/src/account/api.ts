import type { AuthChangeEvent, Session } from "@supabase/supabase-js";
import type { Enum, Row } from "../foundation/database";
import type { Language } from "../foundation/i18n/language";
import { asRequestError, unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";

export type Client = Row<"clients">;
export type Role = Enum<"profile_role">;
/** The signed-in account. `client` is the row under which it is coached, if any. */
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

/** Whether the account can be used at once. Otherwise the e-mail address must be confirmed first. */
export async function signUp({ email, password, fullName, role, locale }: NewAccount): Promise<boolean> {
  const { data, error } = await supabase().auth.signUp({
    email,
    password,
    options: { data: { full_name: fullName, role, locale }, emailRedirectTo: window.location.href },
  });
  if (error) throw asRequestError(error);
  return data.session !== null;
}

/** Signs out of this browser. Also works without a connection. */
export async function signOut(): Promise<void> {
  await supabase().auth.signOut({ scope: "local" });
}

export async function fetchMe(userId: string): Promise<Me> {
  const profile = supabase()
    .from("profiles")
    .select("*, client:clients!clients_user_id_fkey(*)")
    .eq("id", userId)
    .single();
  return unwrap(profile);
}

export async function updateProfile(
  userId: string,
  changes: Partial<Pick<Me, "full_name" | "locale" | "weight_unit" | "approves_reports">>,
): Promise<void> {
  await unwrap(supabase().from("profiles").update(changes).eq("id", userId));
}

export async function updateOwnClient(
  clientId: string,
  changes: Partial<Pick<Client, "timezone" | "locale" | "weight_unit">>,
): Promise<void> {
  await unwrap(supabase().from("clients").update(changes).eq("id", clientId));
}
