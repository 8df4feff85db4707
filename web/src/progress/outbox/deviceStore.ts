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

/** Deletes an account's waiting entries about a client from this device. Returns how many. */
export async function forgetEntries(userId: string, clientId: string): Promise<number> {
  const store = deviceStore(userId);
  const entries = (await store.list()).filter((entry) => entry.clientId === clientId);
  await Promise.all(entries.map((entry) => store.remove(entry.requestId)));
  return entries.length;
}

/** The clients about whom an account has entries waiting on this device. */
export async function clientsWaiting(userId: string): Promise<string[]> {
  return [...new Set((await deviceStore(userId).list()).map((entry) => entry.clientId))];
}

/** How many entries of an account wait on this device. */
export async function countEntries(userId: string): Promise<number> {
  return (await deviceStore(userId).list()).length;
}

/** Only one tab at a time sends or deletes entries. */
export function exclusively<T>(userId: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(`wellio-outbox-${userId}`, work) : work();
}
