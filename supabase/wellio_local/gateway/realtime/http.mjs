// Broadcasts over HTTP: POST /realtime/v1/api/broadcast, and .../api/broadcast/<topic>/events/<event>?private=true.

import { Hono } from "hono";

const MOST_BYTES = 256 * 1024;

export function broadcastsOverHttp({ claimsOf, writable, channels }) {
  const app = new Hono().basePath("/realtime/v1/api");
  app.use("*", async (c, next) => {
    const { byteLength } = await c.req.arrayBuffer();
    return byteLength > MOST_BYTES ? c.body(null, 413) : next();
  });

  app.post("/broadcast", async (c) => {
    const { messages } = await c.req.json().catch(() => ({}));
    const isValid = Array.isArray(messages) && messages.length > 0 && messages.every(isMessage);
    return isValid ? send(c, messages) : c.json({ errors: { messages: ["is invalid"] } }, 422);
  });

  app.post("/broadcast/:topic/events/:event", async (c) => {
    const { topic, event } = c.req.param();
    const message = { topic, event, private: c.req.query("private") === "true" };
    if (c.req.header("content-type")?.startsWith("application/octet-stream")) {
      return send(c, [{ ...message, bytes: Buffer.from(await c.req.arrayBuffer()) }]);
    }
    const payload = await c.req.json().catch(() => null);
    return payload ? send(c, [{ ...message, payload }]) : c.json({ errors: { payload: ["is invalid"] } }, 422);
  });

  /** As hosted, 202 does not say whether the policies let it through. */
  async function send(c, messages) {
    const bearer = c.req.header("authorization")?.replace(/^Bearer /i, "");
    const claims = await claimsOf(bearer ?? c.req.header("apikey")).catch(() => null);
    if (!claims) return c.json({ message: "Unauthorized" }, 401);
    for (const { topic, event, payload, bytes, private: isPrivate } of messages) {
      // Nobody can join a public channel here.
      if (isPrivate && (await writable(topic, claims, "broadcast"))) channels.deliver(topic, { event, payload, bytes });
    }
    return c.body(null, 202);
  }
  return app;
}

function isMessage({ topic, event, payload } = {}) {
  return typeof topic === "string" && typeof event === "string" && typeof payload === "object" && payload !== null;
}
