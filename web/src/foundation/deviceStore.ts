import { createStore, del, set, values } from "idb-keyval";
import type { OutboxStore, Waiting } from "./outbox";

/** Entries of an outbox in an IndexedDB database of this browser, files included. */
export function deviceStore<Entry extends Waiting>(name: string): OutboxStore<Entry> {
  const database = createStore(name, "entries");
  return {
    list: () => values<Entry>(database),
    put: (entry) => set(entry.requestId, entry, database),
    remove: (requestId) => del(requestId, database),
  };
}

/** Only one tab at a time sends or deletes entries of an outbox. */
export function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
