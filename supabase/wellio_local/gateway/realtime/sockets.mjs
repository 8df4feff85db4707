// The websockets of Realtime, /realtime/v1/websocket, within bounds.

import { WebSocketServer } from "ws";
import { decode, VERSIONS } from "./frames.mjs";

const PATH = "/realtime/v1/websocket";
const MOST_SOCKETS = 1000;
const FRAME_BYTES = 256 * 1024;
const BUFFERED_BYTES = 1024 * 1024; // of a reader who is too slow
const WAITING_MESSAGES = 200; // of a sender who is too fast
const SILENT_MS = 60_000; // heartbeats come every 25 s
const TRY_LATER = 1013;

/** Serve the sockets of an HTTP server. Return how to stop. */
export function serveSockets(server, { claimsOf, channels, print }) {
  const wss = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES, perMessageDeflate: false });
  server.on("upgrade", (request, connection, head) => {
    connection.on("error", () => connection.destroy());
    admit(request)
      .then(({ status, ...asked }) => {
        print(`GET ${PATH} ${status}`, { status });
        if (status !== 101) return connection.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`);
        wss.handleUpgrade(request, connection, head, (ws) => open(ws, asked));
      })
      .catch(() => connection.destroy());
  });
  const timer = setInterval(cutSilent, SILENT_MS / 4);

  async function admit(request) {
    const { pathname, searchParams } = new URL(request.url, "http://gateway");
    if (pathname !== PATH) return { status: 404 };
    const version = searchParams.get("vsn") ?? "1.0.0";
    if (!VERSIONS.includes(version)) return { status: 400 };
    const token = searchParams.get("apikey") ?? request.headers["x-api-key"];
    if (!(await claimsOf(token).catch(() => null))) return { status: 401 };
    if (wss.clients.size >= MOST_SOCKETS) return { status: 429 };
    return { status: 101, version, token };
  }

  function open(ws, { version, token }) {
    let waiting = 0;
    let last = Promise.resolve();
    const socket = { version, token, channels: new Map(), send };
    ws.heardAt = Date.now();

    function send(data) {
      if (data === null || ws.readyState !== ws.OPEN) return;
      if (ws.bufferedAmount > BUFFERED_BYTES) {
        print("realtime: a slow reader was cut", { buffered_bytes: ws.bufferedAmount });
        return ws.terminate();
      }
      ws.send(data);
    }

    // One after another, because a message means what it means after the one before.
    ws.on("message", (data, isBinary) => {
      ws.heardAt = Date.now();
      const message = decode(version, data, isBinary);
      if (!message) return;
      waiting += 1;
      if (waiting > WAITING_MESSAGES) return ws.close(TRY_LATER);
      last = last
        .then(() => (ws.readyState === ws.OPEN ? channels.handle(socket, message) : undefined))
        .catch((error) => console.error("realtime:", error))
        .finally(() => {
          waiting -= 1;
          if (ws.readyState !== ws.OPEN) channels.drop(socket);
        });
    });
    ws.on("close", () => channels.drop(socket));
    ws.on("error", () => ws.terminate());
  }

  function cutSilent() {
    for (const ws of wss.clients) if (ws.heardAt < Date.now() - SILENT_MS) ws.terminate();
  }

  return () => {
    clearInterval(timer);
    for (const ws of wss.clients) ws.terminate();
  };
}
