import { createClient, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import type { Config } from "./config";
import type { Database } from "./database";
import { RequestError } from "./request";

/** Where the device keeps the session. */
export const SESSION_KEY = "wellio.session";

let client: SupabaseClient<Database> | undefined;
let project: Config | undefined;

/** Called once, before the first render. */
export function connect(config: Config): void {
  project = config;
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
export async function askAgainWhenUnauthorized(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
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

/** Where requests go that the library does not make. */
export function connected(): Config {
  if (!project) throw new Error("connect() comes first");
  return project;
}

/** For `api.ts` files only. */
export function supabase(): SupabaseClient<Database> {
  if (!client) throw new Error("connect() comes first");
  return client;
}

/**
 * Uploads a file to Storage and tells how much of it has arrived, which fetch cannot. A file that is already there comes from
 * an earlier attempt, as names are never reused. For `api.ts` files only.
 */
export async function upload(
  bucket: string,
  path: string,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<void> {
  const { data } = await supabase().auth.getSession();
  const { apiUrl, publishableKey } = connected();
  const request = new XMLHttpRequest();
  await new Promise<void>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onloadend = () => resolve();
    request.open("POST", `${apiUrl}/storage/v1/object/${bucket}/${path}`);
    request.setRequestHeader("apikey", publishableKey);
    request.setRequestHeader("Authorization", `Bearer ${data.session?.access_token ?? publishableKey}`);
    request.setRequestHeader("Content-Type", file.type);
    request.send(file);
  });
  if (request.status >= 200 && request.status < 300) return;
  const text = request.responseText;
  if (/duplicate|already exists/i.test(text)) return;
  // Storage answers a session that has run out with 400.
  throw new RequestError(/\bjwt\b/i.test(text) ? 401 : request.status, "", text);
}
