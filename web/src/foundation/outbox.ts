import type { Refusal } from "./describeRefusal";
import { asRequestError } from "./request";

/** Something that has been written, of which it is not known that the server has stored it. */
export interface Waiting {
  /** By which the server recognizes a repetition. */
  requestId: string;
  writtenAt: string;
  /** Entries are sent in this order. */
  position: number;
  /** Set when the server refused for good. A person has to decide. */
  refusal?: Refusal;
}

/** Where entries wait. Must outlive the page. */
export interface OutboxStore<Entry extends Waiting> {
  list(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  remove(requestId: string): Promise<void>;
}

export interface OutboxState<Entry extends Waiting> {
  entries: Entry[];
  sending: string | null;
  /** Why the last attempt failed: no connection, no server, or too many entries within a minute. */
  stalled: "unreachable" | "tooMany" | null;
}

export interface OutboxOptions<Entry extends Waiting, Stored> {
  store: OutboxStore<Entry>;
  /** Sends one entry. It may be sent again, which must change nothing. `keep` saves how far it has come. */
  send: (entry: Entry, keep: (change: Partial<Entry>) => Promise<Entry>) => Promise<Stored>;
  /** Called with what the server stored, before the entry leaves the list. */
  onStored: (stored: Stored) => void;
  /** What an entry is about. When that is gone, all entries about it are deleted. */
  about: (entry: Entry) => string;
  /** Whether the account no longer sees what an entry is about. Asked after a refusal. */
  isGone?: (about: string) => Promise<boolean>;
  /** Called with the number of entries that were deleted because what they are about is gone. */
  onForgotten?: (count: number) => void;
  /** One tab sends at a time. */
  exclusively?: (work: () => Promise<void>) => Promise<void>;
  now?: () => number;
}

const RETRY_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * Keeps entries until the server has stored them. Sends them one by one, in order, each with the time it was written and
 * a request id by which the server recognizes a repetition. A refused entry stays for its author and blocks no other;
 * entries about somebody who is gone are deleted, because nobody may keep them.
 */
export class Outbox<Entry extends Waiting, Stored> {
  #state: OutboxState<Entry> = { entries: [], sending: null, stalled: null };
  #listeners = new Set<() => void>();
  #options: OutboxOptions<Entry, Stored>;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: OutboxOptions<Entry, Stored>) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): OutboxState<Entry> => this.#state;

  /** Resolves once the entry is saved on this device. */
  async add(entry: Omit<Entry, "position" | "writtenAt">): Promise<void> {
    const now = (this.#options.now ?? Date.now)();
    const position = Math.max(now, ...this.#state.entries.map((waiting) => waiting.position + 1));
    const whole = { ...entry, position, writtenAt: new Date(now).toISOString() } as Entry;
    await this.#options.store.put(whole);
    this.#set({ entries: [...this.#state.entries, whole] });
    void this.flush();
  }

  /** Sends a refused entry again. */
  async retry(requestId: string): Promise<void> {
    const entry = this.#state.entries.find((waiting) => waiting.requestId === requestId);
    if (!entry) return;
    await this.#keep({ ...entry, refusal: undefined });
    await this.flush();
  }

  async discard(requestId: string): Promise<void> {
    await this.#options.store.remove(requestId);
    this.#set({ entries: this.#state.entries.filter((entry) => entry.requestId !== requestId) });
  }

  /** Sends waiting entries until one fails. Safe to call at any time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Starts sending. */
  open(): void {
    this.#closed = false;
    void this.flush();
  }

  /** Stops sending. Waiting entries stay in the store. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #drain(): Promise<void> {
    const exclusively = this.#options.exclusively ?? ((work) => work());
    while (this.#again && !this.#closed) {
      this.#again = false;
      await exclusively(() => this.#sendAll()).catch(() => this.#later()); // the store cannot be reached
    }
  }

  async #sendAll(): Promise<void> {
    this.#set({ entries: inOrder(await this.#options.store.list()) });
    for (const { requestId } of this.#state.entries) {
      const entry = this.#state.entries.find((waiting) => waiting.requestId === requestId);
      if (this.#closed || !entry || entry.refusal) continue;
      this.#set({ sending: requestId });
      try {
        await this.#send(entry);
        this.#failures = 0;
        this.#set({ stalled: null });
      } catch (error) {
        const refused = asRequestError(error);
        if (refused.isTemporary) {
          this.#set({ stalled: refused.status === 429 ? "tooMany" : "unreachable" });
          this.#later();
          return;
        }
        const about = this.#options.about(entry);
        if (await this.#options.isGone?.(about)) {
          await this.#forget(about);
          continue;
        }
        const { code, message, hint, reason } = refused;
        await this.#keep({ ...this.#entry(entry), refusal: { code, message, hint, reason } });
      } finally {
        this.#set({ sending: null });
      }
    }
  }

  async #send(entry: Entry): Promise<void> {
    const { send, store, onStored } = this.#options;
    const stored = await send(entry, async (change) => {
      const changed = { ...this.#entry(entry), ...change };
      await this.#keep(changed);
      return changed;
    });
    if (this.#closed) return;
    onStored(stored);
    await store.remove(entry.requestId);
    this.#set({ entries: this.#state.entries.filter((waiting) => waiting.requestId !== entry.requestId) });
  }

  async #forget(about: string): Promise<void> {
    const [gone, kept] = [true, false].map((wanted) =>
      this.#state.entries.filter((entry) => (this.#options.about(entry) === about) === wanted),
    ) as [Entry[], Entry[]];
    for (const { requestId } of gone) await this.#options.store.remove(requestId);
    this.#set({ entries: kept });
    this.#options.onForgotten?.(gone.length);
  }

  #entry(entry: Entry): Entry {
    return this.#state.entries.find((waiting) => waiting.requestId === entry.requestId) ?? entry;
  }

  async #keep(entry: Entry): Promise<void> {
    await this.#options.store.put(entry);
    const entries = this.#state.entries.map((old) => (old.requestId === entry.requestId ? entry : old));
    this.#set({ entries });
  }

  #later(): void {
    const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    if (!this.#closed) this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #set(change: Partial<OutboxState<Entry>>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function inOrder<Entry extends Waiting>(entries: Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.position - b.position);
}
