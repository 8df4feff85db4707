import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { deviceStore } from "../../foundation/deviceStore";
import { Outbox } from "../../foundation/outbox";
import { RequestError } from "../../foundation/request";
import { sendWhole, type WaitingMessage } from "./messageOutbox";

const OFFLINE = new RequestError(0, "", "Failed to fetch");
const REFUSED = new RequestError(403, "PT403", "The coaching has ended");

/** A server that gives messages their place, and loses its answers when told to. */
class Server {
  offline = false;
  losesAnswers = false;
  pending = new Set<string>();
  sent: string[] = [];
  uploads: string[] = [];
  shares: number[] = [];

  #answer<T>(value: T): T {
    if (this.losesAnswers) throw OFFLINE;
    return value;
  }

  transport = {
    send: async ({ id, threadId, files }: { id: string; threadId: string; files: unknown[] }) => {
      if (this.offline) throw OFFLINE;
      if (threadId === "ended") throw REFUSED;
      if (!this.sent.includes(id)) {
        if (files.length > 0) this.pending.add(id);
        else this.sent.push(id);
      }
      return this.#answer(undefined);
    },
    upload: async (
      { messageId, number }: { messageId: string; number: number },
      _: Blob,
      tell: (share: number) => void,
    ) => {
      if (this.offline) throw OFFLINE;
      this.uploads.push(`${messageId}/${number}`);
      tell(1);
    },
    finish: async (id: string) => {
      if (this.pending.delete(id)) this.sent.push(id);
      return this.#answer(undefined);
    },
  };
}

let databases = 0;
let server: Server;
let name: string;

function open() {
  return new Outbox<WaitingMessage, string>({
    store: deviceStore(name),
    send: (entry, keep) => sendWhole(entry, keep, server.transport, (_, share) => server.shares.push(share)),
    onStored: () => undefined,
    about: ({ threadId }) => threadId,
  });
}

const message = (requestId: string, files = 0, threadId = "thread") => ({
  requestId,
  threadId,
  body: "Hello",
  replyTo: null,
  files: Array.from({ length: files }, (_, index) => ({
    name: `${index}.txt`,
    blob: new Blob(["x"], { type: "text/plain" }),
    uploaded: false,
  })),
});

beforeEach(() => {
  databases += 1;
  name = `messages-${databases}`;
  server = new Server();
});

describe("the outbox of messages", () => {
  it("sends what was written offline once and in order, after a reload", async () => {
    server.offline = true;
    const before = open();
    for (const id of ["c", "a", "b"]) await before.add(message(id));
    before.close();
    server.offline = false;
    await open().flush();
    expect(server.sent).toEqual(["c", "a", "b"]);
  });

  it("sends nothing twice when answers are lost", async () => {
    server.losesAnswers = true;
    const outbox = open();
    for (const id of ["a", "b"]) await outbox.add(message(id));
    await outbox.flush();
    server.losesAnswers = false;
    await outbox.flush();
    expect(server.sent).toEqual(["a", "b"]);
    expect(outbox.getState().entries).toEqual([]);
  });

  it("uploads each file once and keeps a message with files in its place", async () => {
    const outbox = open();
    await outbox.add(message("with", 2));
    server.losesAnswers = true;
    await outbox.flush();
    server.losesAnswers = false;
    await outbox.add(message("after"));
    await outbox.flush();
    expect(server.sent).toEqual(["with", "after"]);
    expect(server.uploads).toEqual(["with/1", "with/2"]);
    expect(server.shares).toEqual([0.5, 1]);
  });

  it("keeps a refused message with its reason and sends those to others", async () => {
    const outbox = open();
    await outbox.add(message("late", 0, "ended"));
    await outbox.add(message("fine"));
    await outbox.flush();
    expect(server.sent).toEqual(["fine"]);
    expect(outbox.getState().entries).toMatchObject([{ requestId: "late", refusal: { code: "PT403" } }]);
  });
});
