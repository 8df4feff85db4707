import type { Refusal } from "../../foundation/describeRefusal";
import { asRequestError } from "../../foundation/request";
import type { LogSource } from "../api";

export interface OutboxFile {
  /** Where it goes in storage. */
  path: string;
  name: string;
  blob: Blob;
  uploaded: boolean;
}

/** An entry that has been written, of which it is not known that the server has stored it. */
export interface OutboxEntry {
  requestId: string;
  clientId: string;
  text: string | null;
  source: LogSource;
  files: OutboxFile[];
  writtenAt: string;
  /** Of the client, as it was then: it decides the day, also when they have moved until it is sent. */
  timeZone?: string;
  /** Entries are sent in this order. */
  position: number;
  /** Set when the server refused for good. A person has to decide. */
  refusal?: Refusal;
}

/** Where entries wait. Must outlive the page. */
export interface OutboxStore {
  list(): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(requestId: string): Promise<void>;
}

/** How entries are sent. Both calls can be repeated, which changes nothing. */
export interface OutboxTransport<Stored> {
  upload(file: OutboxFile): Promise<void>;
  insert(entry: OutboxEntry, writtenAt: string | null): Promise<Stored>;
}

export interface OutboxState {
  entries: OutboxEntry[];
  sending: string | null;
  /** Why the last attempt failed: no connection, no server, or too many entries within a minute. */
  stalled: "unreachable" | "tooMany" | null;
}

interface OutboxOptions<Stored> {
  store: OutboxStore;
  transport: OutboxTransport<Stored>;
  /** Called with what the server stored, before the entry leaves the list. */
  onStored: (stored: Stored) => void;
  /** Whether the account no longer sees the client: erased, or coached by somebody else. Asked after a refusal. */
  isGone: (clientId: string) => Promise<boolean>;
  /** Called with the number of entries that were deleted because their client is gone. */
  onForgotten: (count: number) => void;
  /** One tab sends at a time. */
  exclusively?: (work: () => Promise<void>) => Promise<void>;
  now?: () => number;
}

const RETRY_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * Keeps entries until the server has stored them. Sends them one by one, in order, each with the time it was written and
 * a request id by which the server recognizes a repetition. A refused entry stays for its author and blocks no other;
 * entries about a client who is gone are deleted, because nobody may keep them.
 */
export class Outbox<Stored> {
  #state: OutboxState = { entries: [], sending: null, stalled: null };
  #listeners = new Set<() => void>();
  #options: OutboxOptions<Stored>;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: OutboxOptions<Stored>) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): OutboxState => this.#state;

  /** Resolves once the entry is saved on this device. */
  async add(entry: Omit<OutboxEntry, "position" | "writtenAt">): Promise<void> {
    const now = (this.#options.now ?? Date.now)();
    const position = Math.max(now, ...this.#state.entries.map((waiting) => waiting.position + 1));
    const whole = { ...entry, position, writtenAt: new Date(now).toISOString() };
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
        if (await this.#options.isGone(entry.clientId)) {
          await this.#forget(entry.clientId);
          continue;
        }
        const { code, message, hint, reason } = refused;
        await this.#keep({ ...this.#entry(entry), refusal: { code, message, hint, reason } });
      } finally {
        this.#set({ sending: null });
      }
    }
  }

  async #send(entry: OutboxEntry): Promise<void> {
    const { transport, store, onStored } = this.#options;
    for (const file of entry.files) {
      if (file.uploaded) continue;
      await transport.upload(file);
      const current = this.#entry(entry);
      await this.#keep({
        ...current,
        files: current.files.map((other) =>
          other.path === file.path ? { ...other, uploaded: true } : other,
        ),
      });
    }
    const stored = await transport.insert(entry, entry.writtenAt).catch((error: unknown) => {
      // This device's clock is wrong. The server's time is better than no entry.
      if (!isClockRefusal(error)) throw error;
      return transport.insert(entry, null);
    });
    if (this.#closed) return;
    onStored(stored);
    await store.remove(entry.requestId);
    this.#set({ entries: this.#state.entries.filter((waiting) => waiting.requestId !== entry.requestId) });
  }

  async #forget(clientId: string): Promise<void> {
    const gone = this.#state.entries.filter((entry) => entry.clientId === clientId);
    for (const { requestId } of gone) await this.#options.store.remove(requestId);
    this.#set({ entries: this.#state.entries.filter((entry) => entry.clientId !== clientId) });
    this.#options.onForgotten(gone.length);
  }

  #entry(entry: OutboxEntry): OutboxEntry {
    return this.#state.entries.find((waiting) => waiting.requestId === entry.requestId) ?? entry;
  }

  async #keep(entry: OutboxEntry): Promise<void> {
    await this.#options.store.put(entry);
    const entries = this.#state.entries.map((old) => (old.requestId === entry.requestId ? entry : old));
    this.#set({ entries });
  }

  #later(): void {
    const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    if (!this.#closed) this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export function inOrder(entries: OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => a.position - b.position);
}

function isClockRefusal(error: unknown): boolean {
  return asRequestError(error).reason?.name === "log_time";
}
