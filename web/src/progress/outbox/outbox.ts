import { Outbox, type OutboxOptions, type OutboxStore, type Waiting } from "../../foundation/outbox";
import { asRequestError } from "../../foundation/request";
import type { LogSource } from "../api";

export interface OutboxFile {
  /** Where it goes in storage. */
  path: string;
  name: string;
  blob: Blob;
  uploaded: boolean;
}

/** A log that waits for being sent. */
export interface OutboxEntry extends Waiting {
  clientId: string;
  text: string | null;
  source: LogSource;
  files: OutboxFile[];
  /** Of the client, as it was then: it decides the day, also when they have moved until it is sent. */
  timeZone?: string;
}

export type LogStore = OutboxStore<OutboxEntry>;

/** How logs are sent. Both calls can be repeated, which changes nothing. */
export interface LogTransport<Stored> {
  upload(file: OutboxFile): Promise<void>;
  insert(entry: OutboxEntry, writtenAt: string | null): Promise<Stored>;
}

type Options<Stored> = Omit<OutboxOptions<OutboxEntry, Stored>, "send" | "about"> & {
  transport: LogTransport<Stored>;
};

/** The outbox of logs: pictures first, each once, then the log itself. */
export function logOutbox<Stored>({ transport, ...options }: Options<Stored>): Outbox<OutboxEntry, Stored> {
  return new Outbox({
    ...options,
    about: ({ clientId }) => clientId,
    send: async (entry, keep) => {
      let current = entry;
      for (const file of entry.files) {
        if (file.uploaded) continue;
        await transport.upload(file);
        const files = current.files.map((one) => (one.path === file.path ? { ...one, uploaded: true } : one));
        current = await keep({ files });
      }
      return transport.insert(entry, entry.writtenAt).catch((error: unknown) => {
        // This device's clock is wrong. The server's time is better than no entry.
        if (!isClockRefusal(error)) throw error;
        return transport.insert(entry, null);
      });
    },
  });
}

function isClockRefusal(error: unknown): boolean {
  return asRequestError(error).reason?.name === "log_time";
}
