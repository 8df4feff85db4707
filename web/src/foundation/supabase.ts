import { createClient, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import type { Config } from "./config";
import type { Database } from "./database";

/** Where the device keeps the session. */
export const SESSION_KEY = "wellio.session";

let client: SupabaseClient<Database> | undefined;

/** Called once, before the first render. */
export function connect(config: Config): void {
  client = createClient<Database>(config.apiUrl, config.publishableKey, {
    auth: { persistSession: true, autoRefreshToken: true, storageKey: SESSION_KEY },
    global: { fetch: named },
  });
}

/**
 * Gives every request to the database an id. The log lines of gateway and functions carry it, and so does the log that the
 * request adds. Other services get none, because not all of them allow this header.
 */
function named(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (!String(input).includes("/rest/v1/")) return askAgainWhenUnauthorized(input, init);
  const headers = new Headers(init?.headers);
  headers.set("X-Request-Id", crypto.randomUUID());
  return askAgainWhenUnauthorized(input, { ...init, headers });
}

/**
 * Sessions are renewed before they expire by this device's clock. If the clock is wrong, or the session was ended elsewhere,
 * the API answers 401. Then the session is renewed and the request repeated once. Without a new session, this signs out.
 */
async function askAgainWhenUnauthorized(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  const headers = new Headers(init?.headers);
  if (answer.status !== 401 || !headers.has("Authorization") || String(input).includes("/auth/v1/"))
    return answer;
  const { data, error } = await supabase().auth.refreshSession();
  if (!data.session) {
    if (!isAuthRetryableFetchError(error)) await supabase().auth.signOut({ scope: "local" });
    return answer;
  }
  headers.set("Authorization", `Bearer ${data.session.access_token}`);
  return fetch(input, { ...init, headers });
}

/** For `api.ts` files only. */
export function supabase(): SupabaseClient<Database> {
  if (!client) throw new Error("connect() comes first");
  return client;
}
