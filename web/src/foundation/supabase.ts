import { createClient, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import type { Config } from "./config";
import type { Database } from "./database";

let client: SupabaseClient<Database> | undefined;

/** Called once, before the first render. */
export function connect(config: Config): void {
  client = createClient<Database>(config.apiUrl, config.publishableKey, {
    auth: { persistSession: true, autoRefreshToken: true, storageKey: "wellio.session" },
    global: { fetch: named },
  });
}

/**
 * Every question to the database has an id of its own, which the lines of gateway and functions about it carry, and the
 * log that it adds. Only those: not every service lets a page send this header.
 */
function named(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (!String(input).includes("/rest/v1/")) return askAgainWhenUnauthorized(input, init);
  const headers = new Headers(init?.headers);
  headers.set("X-Request-Id", crypto.randomUUID());
  return askAgainWhenUnauthorized(input, { ...init, headers });
}

/**
 * Sessions are renewed before they run out, by this device's clock. Where that is wrong, or the session has been ended
 * elsewhere, the API says 401: then once more with a new one. Where there is none to be had, that signs out.
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

/** For `api.ts` files only: everything else asks them. */
export function supabase(): SupabaseClient<Database> {
  if (!client) throw new Error("connect() comes first");
  return client;
}
