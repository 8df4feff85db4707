import { dehydrate, hydrate, type Query, type QueryClient } from "@tanstack/react-query";
import { clear, createStore, get, set } from "idb-keyval";
import type { Me } from "./api";
import { meKey } from "./queries";

/**
 * What the device keeps of the signed-in account, to be shown while there is no answer yet: who they are, and of a client
 * their own diary as it was last seen. One record, so never that of two people. Signing out deletes it.
 */
interface Kept {
  userId: string;
  /** The build that wrote it. Another one may expect other data. */
  build: string;
  state: ReturnType<typeof dehydrate>;
}

const BUILD = import.meta.url;
const RECORD = "account";
/** How long what was restored stays in the cache without being shown. A timer takes at most 24 days. */
const UNSEEN_MS = 86_400_000;
const PAUSE_MS = 1_000;

const database = () => createStore("wellio-kept", "kept");

/** Puts what was kept of this account into the cache. What was kept of another one is deleted. */
export async function restore(queryClient: QueryClient, userId: string): Promise<void> {
  const kept = await get<Kept>(RECORD, database());
  if (!kept) return;
  if (kept.userId !== userId) return forgetKept();
  if (kept.build !== BUILD) return;
  for (const { state } of kept.state.queries) state.isInvalidated = true; // shown, and asked for again at once
  hydrate(queryClient, kept.state, { defaultOptions: { queries: { gcTime: UNSEEN_MS } } });
}

/** Keeps the cache on the device, as it changes. Returns how to stop. */
export function keep(queryClient: QueryClient, userId: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    timer = undefined;
    const state = dehydrate(queryClient, {
      shouldDehydrateQuery: (query) => isOwn(query, queryClient.getQueryData<Me>(meKey(userId))),
      shouldDehydrateMutation: () => false,
    });
    const kept: Kept = { userId, build: BUILD, state };
    await set(RECORD, kept, database());
  };
  const stop = queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.state.status !== "success") return;
    // A device that is full shows nothing without a connection, and works otherwise.
    timer ??= setTimeout(() => save().catch(() => undefined), PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Deletes what the device keeps of whoever was signed in. */
export async function forgetKept(): Promise<void> {
  await clear(database());
}

/** The account itself, and what is about the client that it is. Never a coach's clients. */
function isOwn({ queryKey, state }: Query, me: Me | undefined): boolean {
  if (state.status !== "success" || !me) return false;
  return queryKey[0] === "account" || (me.client !== null && queryKey[1] === me.client.id);
}
