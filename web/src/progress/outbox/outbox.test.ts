import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RequestError } from "../../foundation/request";
import { deviceStore, forgetEntries } from "./deviceStore";
import { type LogStore, logOutbox, type OutboxEntry, type OutboxFile } from "./outbox";

const OFFLINE = new RequestError(0, "", "Failed to fetch");
const TOO_MANY = new RequestError(429, "PT429", "Too many logs within a minute");
const GONE = new RequestError(404, "PT404", "No such client");
const REFUSED = new RequestError(422, "PT422", "The log is empty");

/** A server that may be out of reach, and remembers what it was asked. */
class Server {
  fault: Error | null = null;
  gone = "";
  uploads: string[] = [];
  inserts: [requestId: string, writtenAt: string | null][] = [];
  stored = new Map<string, string | null>();

  transport = {
    upload: async (file: OutboxFile) => {
      if (this.fault) throw this.fault;
      this.uploads.push(file.path);
    },
    insert: async (entry: OutboxEntry, writtenAt: string | null) => {
      if (this.fault) throw this.fault;
      this.inserts.push([entry.requestId, writtenAt]);
      if (entry.text === "") throw REFUSED;
      if (entry.clientId === this.gone) throw GONE;
      if (entry.text === "clock" && writtenAt) {
        throw new RequestError(422, "PT422", "created_at …", null, { name: "log_time", args: {} });
      }
      this.stored.set(entry.requestId, writtenAt);
      return entry.requestId;
    },
  };
}

let users = 0;
let userId: string;
let server: Server;
let shown: string[];
let clock: number;
let forgotten = 0;

function open(store: LogStore = deviceStore(userId)) {
  return logOutbox<string>({
    store,
    transport: server.transport,
    onStored: (id) => shown.push(id),
    isGone: async (clientId) => clientId === server.gone,
    onForgotten: (count) => {
      forgotten += count;
    },
    now: () => clock,
  });
}

const entry = (requestId: string, text = "вес 67.5", paths: string[] = []) => ({
  requestId,
  clientId: "client",
  text,
  source: "smart_log" as const,
  files: paths.map((path) => ({ path, name: path, blob: new Blob([path]), uploaded: false })),
});

beforeEach(() => {
  users += 1;
  userId = `user-${users}`;
  server = new Server();
  shown = [];
  clock = Date.parse("2026-11-20T09:00:00Z");
});

afterEach(() => vi.useRealTimers());

describe("the outbox", () => {
  it("sends an entry once, with the time it was written", async () => {
    const outbox = open();
    await outbox.add(entry("a"));
    await outbox.flush();
    await outbox.flush();
    expect(server.inserts).toEqual([["a", "2026-11-20T09:00:00.000Z"]]);
    expect(shown).toEqual(["a"]);
    expect(outbox.getState().entries).toEqual([]);
    expect(await deviceStore(userId).list()).toEqual([]);
  });

  it("keeps what was written while offline and sends it in order after a reload", async () => {
    server.fault = OFFLINE;
    const before = open();
    for (const id of ["c", "a", "b"]) {
      await before.add(entry(id));
      clock += 60_000;
    }
    await before.flush();
    expect(before.getState()).toMatchObject({ stalled: "unreachable", sending: null });
    before.close();

    server.fault = null;
    const after = open();
    await after.flush();
    expect(server.inserts).toEqual([
      ["c", "2026-11-20T09:00:00.000Z"],
      ["a", "2026-11-20T09:01:00.000Z"],
      ["b", "2026-11-20T09:02:00.000Z"],
    ]);
    expect(after.getState()).toMatchObject({ entries: [], stalled: null });
  });

  it("keeps the order of entries written in the same moment", async () => {
    server.fault = OFFLINE;
    const outbox = open();
    for (const id of ["z", "y", "x"]) await outbox.add(entry(id));
    server.fault = null;
    await outbox.flush();
    expect(server.inserts.map(([id]) => id)).toEqual(["z", "y", "x"]);
  });

  it("forgets what waits for a client who is gone, says how much, and sends the rest", async () => {
    server.fault = OFFLINE;
    const outbox = open();
    for (const id of ["a", "b"]) await outbox.add({ ...entry(id), clientId: "erased" });
    await outbox.add(entry("c"));
    server.fault = null;
    server.gone = "erased";
    forgotten = 0;
    await outbox.flush();
    expect(forgotten).toBe(2);
    expect([...server.stored.keys()]).toEqual(["c"]);
    expect(outbox.getState().entries).toEqual([]);
    expect(await deviceStore(userId).list()).toEqual([]);
  });

  it("tries again by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    server.fault = OFFLINE;
    const outbox = open(memoryStore());
    await outbox.add(entry("a"));
    await outbox.flush();
    server.fault = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.stored.has("a")).toBe(true);
  });

  it("keeps what is too much for one minute, and sends it later by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    server.fault = TOO_MANY;
    const outbox = open(memoryStore());
    await outbox.add(entry("a"));
    await outbox.add(entry("b"));
    await outbox.flush();
    expect(outbox.getState()).toMatchObject({ stalled: "tooMany", sending: null });
    expect(outbox.getState().entries.map(({ refusal }) => refusal)).toEqual([undefined, undefined]);
    server.fault = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.inserts.map(([id]) => id)).toEqual(["a", "b"]);
    expect(outbox.getState()).toMatchObject({ entries: [], stalled: null });
  });

  it("does not send a file again that has arrived", async () => {
    const outbox = open();
    const insert = server.transport.insert;
    server.transport.insert = async () => {
      throw OFFLINE;
    };
    await outbox.add(entry("a", "обед", ["client/a-1.jpg", "client/a-2.jpg"]));
    await outbox.flush();
    server.transport.insert = insert;
    await outbox.flush();
    expect(server.uploads).toEqual(["client/a-1.jpg", "client/a-2.jpg"]);
    expect(server.stored.has("a")).toBe(true);
  });

  it("lets a refused entry wait for its author and sends the others", async () => {
    const outbox = open();
    await outbox.add(entry("bad", ""));
    await outbox.add(entry("good"));
    await outbox.flush();
    expect(shown).toEqual(["good"]);
    expect(outbox.getState().entries).toMatchObject([{ requestId: "bad", refusal: { code: "PT422" } }]);
    await outbox.flush();
    expect(server.inserts.filter(([id]) => id === "bad")).toHaveLength(1);

    await outbox.retry("bad");
    expect(server.inserts.filter(([id]) => id === "bad")).toHaveLength(2);
    await outbox.discard("bad");
    expect(await deviceStore(userId).list()).toEqual([]);
  });

  it("takes the server's time when this device's clock is impossible", async () => {
    const outbox = open();
    await outbox.add(entry("a", "clock"));
    await outbox.flush();
    expect(server.stored.get("a")).toBeNull();
  });

  it("never shows one account's entries to another", async () => {
    server.fault = OFFLINE;
    await open().add(entry("a"));
    const other = open(deviceStore("somebody else"));
    await other.flush();
    expect(other.getState().entries).toEqual([]);
  });

  it("forgets what waits about one client and keeps the rest", async () => {
    server.fault = OFFLINE;
    const outbox = open();
    await outbox.add(entry("a"));
    await outbox.add({ ...entry("b", "вес 70", ["other/b.jpg"]), clientId: "other" });
    await outbox.flush();
    outbox.close();
    await forgetEntries("somebody else", "client");
    await forgetEntries(userId, "other");
    expect(await deviceStore(userId).list()).toMatchObject([{ requestId: "a", clientId: "client" }]);
  });

  it("says so when an entry cannot be kept", async () => {
    const full = { ...memoryStore(), put: () => Promise.reject(new Error("no space")) };
    await expect(open(full).add(entry("a"))).rejects.toThrow("no space");
  });

  it("sends nothing any more once it is closed", async () => {
    server.fault = OFFLINE;
    const outbox = open();
    await outbox.add(entry("a"));
    await outbox.flush();
    outbox.close();
    server.fault = null;
    await outbox.flush();
    expect(server.inserts).toEqual([]);
    outbox.open();
    await outbox.flush();
    expect(server.stored.has("a")).toBe(true);
  });
});

function memoryStore(): LogStore {
  const kept = new Map<string, OutboxEntry>();
  return {
    list: async () => [...kept.values()],
    put: async (one) => void kept.set(one.requestId, one),
    remove: async (id) => void kept.delete(id),
  };
}
