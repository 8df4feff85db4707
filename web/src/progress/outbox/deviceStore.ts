import { createStore, del, set, values } from "idb-keyval";
import type { OutboxEntry, OutboxStore } from "./outbox";

/** Entries in this browser's IndexedDB, pictures included; every account has a database of its own. */
export function deviceStore(userId: string): OutboxStore {
  const database = createStore(`wellio-outbox-${userId}`, "entries");
  return {
    list: () => values<OutboxEntry>(database),
    put: (entry) => set(entry.requestId, entry, database),
    remove: (requestId) => del(requestId, database),
  };
}

/** Deletes an account's waiting entries about a client from this device. */
export async function forgetEntries(userId: string, clientId: string): Promise<void> {
  const store = deviceStore(userId);
  const entries = (await store.list()).filter((entry) => entry.clientId === clientId);
  await Promise.all(entries.map((entry) => store.remove(entry.requestId)));
}
