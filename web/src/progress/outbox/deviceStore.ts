import { clear, createStore, del, set, values } from "idb-keyval";
import type { OutboxEntry, OutboxStore } from "./outbox";

/** Entries in this browser's IndexedDB, pictures included; every account has a database of its own. */
export function deviceStore(userId: string): OutboxStore {
  const database = databaseOf(userId);
  return {
    list: () => values<OutboxEntry>(database),
    put: (entry) => set(entry.requestId, entry, database),
    remove: (requestId) => del(requestId, database),
  };
}

/** Deletes what an account has waiting on this device. */
export async function forgetEntries(userId: string): Promise<void> {
  await clear(databaseOf(userId));
}

function databaseOf(userId: string) {
  return createStore(`wellio-outbox-${userId}`, "entries");
}
