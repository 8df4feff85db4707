import * as device from "../../foundation/deviceStore";
import type { LogStore, OutboxEntry } from "./outbox";

const nameOf = (userId: string) => `wellio-outbox-${userId}`;

/** Entries in this browser's IndexedDB, pictures included; every account has a database of its own. */
export function deviceStore(userId: string): LogStore {
  return device.deviceStore<OutboxEntry>(nameOf(userId));
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
  return device.exclusively(nameOf(userId), work);
}
