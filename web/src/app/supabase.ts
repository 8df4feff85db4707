import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Config } from "./config";
import type { Database } from "./database";

let client: SupabaseClient<Database> | undefined;

/** Called once, before the first render. */
export function connect(config: Config): void {
  client = createClient<Database>(config.apiUrl, config.publishableKey, {
    auth: { persistSession: true, autoRefreshToken: true, storageKey: "wellio.session" },
  });
}

/** For `api.ts` files only: everything else asks them. */
export function supabase(): SupabaseClient<Database> {
  if (!client) throw new Error("connect() comes first");
  return client;
}
