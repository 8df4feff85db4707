import type { AuthChangeEvent, Provider, Session } from "@supabase/supabase-js";
import { loadConfig } from "../foundation/config";
import type { Enum, Row } from "../foundation/database";
import type { Language } from "../foundation/i18n/language";
import { asRequestError, unwrap } from "../foundation/request";
import { SESSION_KEY, supabase } from "../foundation/supabase";

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

/** An account that is signed in on this device. */
export interface KnownAccount {
  id: string;
  email: string | null;
}

/** Whose session this device holds. It is known at once, also when there is no connection to renew the session. */
export function storedAccount(): KnownAccount | null {
  try {
    const stored = JSON.parse(localStorage.getItem(SESSION_KEY) ?? "null") as Session | null;
    return stored?.user.id ? { id: stored.user.id, email: stored.user.email ?? null } : null;
  } catch {
    return null;
  }
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

/** Refused with `invalid_credentials` if `current` is not the password. Other devices are signed out. */
export async function changePassword(email: string, current: string, next: string): Promise<void> {
  await signIn({ email, password: current });
  const { error } = await supabase().auth.updateUser({ password: next });
  if (error) throw asRequestError(error);
  await supabase().auth.signOut({ scope: "others" });
}

/** Sends a letter with a link to /new-password, if there is an account. */
export async function requestNewPassword(email: string): Promise<void> {
  const redirectTo = `${window.location.origin}/new-password`;
  const { error } = await supabase().auth.resetPasswordForEmail(email, { redirectTo });
  if (error) throw asRequestError(error);
}

/** By somebody whom the link of that letter has signed in. Other devices are signed out. */
export async function chooseNewPassword(password: string): Promise<void> {
  const { error } = await supabase().auth.updateUser({ password });
  if (error) throw asRequestError(error);
  await supabase().auth.signOut({ scope: "others" });
}

/** The services with which people can sign in to this project. */
export async function fetchProviders(): Promise<string[]> {
  const { apiUrl, publishableKey } = await loadConfig();
  const answer = await fetch(`${apiUrl}/auth/v1/settings`, { headers: { apikey: publishableKey } });
  if (!answer.ok) return [];
  const { external } = (await answer.json()) as { external?: Record<string, boolean> };
  return Object.keys(external ?? {}).filter((name) => external?.[name]);
}

/** Leaves the app, to come back signed in. */
export async function signInWith(provider: string): Promise<void> {
  const options = { redirectTo: `${window.location.origin}/` };
  const { error } = await supabase().auth.signInWithOAuth({ provider: provider as Provider, options });
  if (error) throw asRequestError(error);
}

export async function changeRole(role: Role): Promise<void> {
  await unwrap(supabase().rpc("change_role", { role }));
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

/** `version` is the one that was seen: a change of an old one is refused, see `conflictIn`. */
export async function updateProfile(
  userId: string,
  changes: Partial<Pick<Me, "full_name" | "locale" | "weight_unit" | "approves_reports">> & {
    version: number;
  },
): Promise<void> {
  await unwrap(supabase().from("profiles").update(changes).eq("id", userId));
}

/** `version` as in `updateProfile`. */
export async function updateOwnClient(
  clientId: string,
  changes: Partial<Pick<Client, "timezone" | "locale" | "weight_unit">> & { version: number },
): Promise<void> {
  await unwrap(supabase().from("clients").update(changes).eq("id", clientId));
}

/** `version` is 0 while nothing was chosen. */
export type Preferences = Omit<Row<"user_preferences">, "user_id" | "updated_at">;

const DEFAULTS: Preferences = {
  length_unit: "cm",
  first_day_of_week: 1,
  languages: [],
  version: 0,
};

export async function fetchPreferences(userId: string): Promise<Preferences> {
  const kept = await unwrap(
    supabase()
      .from("user_preferences")
      .select("length_unit, first_day_of_week, languages, version")
      .eq("user_id", userId)
      .maybeSingle(),
  );
  return kept ?? DEFAULTS;
}

/** A change of an old version is refused. */
export async function savePreferences(userId: string, { version, ...chosen }: Preferences): Promise<void> {
  const table = supabase().from("user_preferences");
  await unwrap(
    version === 0
      ? table.insert({ user_id: userId, ...chosen })
      : table.update({ ...chosen, version }).eq("user_id", userId),
  );
}
