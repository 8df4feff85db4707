// supabase-js as a browser has it, told what to do by lines of JSON, saying what it hears in lines of JSON.
// Started by supabase_js.py, in the folder of the web app, whose supabase-js this is.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { url, key, token, vsn, ws } = JSON.parse(process.env.SUPABASE_JS);
const require = createRequire(`${process.cwd()}/package.json`);
const { createClient } = require("@supabase/supabase-js");
const WebSocket = createRequire(ws)("ws");

const realtime = { transport: WebSocket, heartbeatIntervalMs: 2000, ...(vsn && { vsn }) };
const client = createClient(url, key, { realtime, auth: { persistSession: false, autoRefreshToken: false } });
const channels = new Map();

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function shown(payload) {
  return payload instanceof ArrayBuffer ? { bytes: Buffer.from(payload).toString() } : payload;
}

const commands = {
  async token({ token: next }) {
    await client.realtime.setAuth(next);
  },
  async join({ topic, config = {} }) {
    const channel = client.channel(topic, { config: { private: true, ...config } });
    channels.set(topic, channel);
    channel
      .on("broadcast", { event: "*" }, ({ event, payload, meta }) =>
        say({ topic, heard: event, payload: shown(payload), meta: meta ?? null }),
      )
      .on("system", {}, (payload) => say({ topic, system: payload }));
    if (config.presence?.enabled) {
      channel.on("presence", { event: "sync" }, () => say({ topic, present: channel.presenceState() }));
    }
    if (config.changes) channel.on("postgres_changes", { event: "*", schema: "public" }, () => say({ topic, changed: true }));
    channel.subscribe((status, error) => {
      say({ topic, status, error: error?.message ?? null });
      if (status === "CHANNEL_ERROR" && /^\w+: /.test(error?.message ?? "")) void client.removeChannel(channel);
    });
  },
  async leave({ topic }) {
    say({ topic, left: await client.removeChannel(channels.get(topic)) });
  },
  async send({ topic, event, payload }) {
    say({ topic, sent: await channels.get(topic).send({ type: "broadcast", event, payload }) });
  },
  async post({ topic, event, payload }) {
    const channel = channels.get(topic) ?? client.channel(topic, { config: { private: true } });
    say({ topic, posted: await channel.httpSend(event, payload).catch((error) => ({ error: error.message })) });
  },
  async track({ topic, payload }) {
    say({ topic, tracked: await channels.get(topic).track(payload) });
  },
  async untrack({ topic }) {
    say({ topic, untracked: await channels.get(topic).untrack() });
  },
};

client.realtime.onHeartbeat((status) => say({ heartbeat: status }));
if (token) await client.realtime.setAuth(token);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...args } = JSON.parse(line);
  await commands[command](args);
}
process.exit(0);
