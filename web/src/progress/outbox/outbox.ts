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

/** An entry that has been written and is not known to be stored yet. */
export interface OutboxEntry {
  requestId: string;
  clientId: string;
  text: string | null;
  source: LogSource;
  files: OutboxFile[];
  writtenAt: string;
  /** Entries are sent in this order. */
  position: number;
  /** Set when the server said no for good: a person has to decide. */
  refusal?: Refusal;
}

/** Where entries wait. They must outlive the page. */
export interface OutboxStore {
  list(): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(requestId: string): Promise<void>;
}

/** How entries leave. Both may be repeated: the second time changes nothing. */
export interface OutboxTransport<Stored> {
  upload(file: OutboxFile): Promise<void>;
  insert(entry: OutboxEntry, writtenAt: string | null): Promise<Stored>;
}

export interface OutboxState {
  entries: OutboxEntry[];
  sending: string | null;
  /** Why the last try did not get on: no connection or no server, or more than may be written within a minute. */
  stalled: "unreachable" | "tooMany" | null;
}

interface OutboxOptions<Stored> {
  store: OutboxStore;
  transport: OutboxTransport<Stored>;
  /** Called with what the server stored, before the entry leaves the list. */
  onStored: (stored: Stored) => void;
  /** One tab sends at a time. */
  exclusively?: (work: () => Promise<void>) => Promise<void>;
  now?: () => number;
}

const RETRY_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * Keeps what was written until the server has it: sends entries one by one, in order, each with the time it was written
 * and a request id by which the server knows a repetition. A refused entry stays for its author and stops nobody else.
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

  /** Resolves once the entry is safe on this device. */
  async add(entry: Omit<OutboxEntry, "position" | "writtenAt">): Promise<void> {
    const now = (this.#options.now ?? Date.now)();
    const position = Math.max(now, ...this.#state.entries.map((waiting) => waiting.position + 1));
    const whole = { ...entry, position, writtenAt: new Date(now).toISOString() };
    await this.#options.store.put(whole);
    this.#set({ entries: [...this.#state.entries, whole] });
    void this.flush();
  }

  /** Sends a refused entry once more. */
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

  /** Sends what waits, as far as it gets. Safe to call at any time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Begins to send. */
  open(): void {
    this.#closed = false;
    void this.flush();
  }

  /** Nothing is sent any more; what waits stays in the store. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #drain(): Promise<void> {
    const exclusively = this.#options.exclusively ?? ((work) => work());
    while (this.#again && !this.#closed) {
      this.#again = false;
      await exclusively(() => this.#sendAll()).catch(() => this.#later()); // the store is out of reach
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
      // This device's clock is far off: better the server's time than no entry.
      if (!isClockRefusal(error)) throw error;
      return transport.insert(entry, null);
    });
    if (this.#closed) return;
    onStored(stored);
    await store.remove(entry.requestId);
    this.#set({ entries: this.#state.entries.filter((waiting) => waiting.requestId !== entry.requestId) });
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
