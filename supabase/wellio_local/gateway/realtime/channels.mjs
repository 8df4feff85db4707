// The channels of all sockets: joining, hearing and sending, by what the policies of realtime.messages allow.

import { randomUUID } from "node:crypto";
import { expired, Refusal } from "./authorization.mjs";
import { encode, encodeBroadcast, VERSIONS } from "./frames.mjs";
import { presence as keepPresence } from "./presence.mjs";

const PREFIX = "realtime:";
const MOST_CHANNELS = 100; // of a socket
const NO_DATABASE = "Realtime was unable to connect to the project database";

/** A socket is { version, token, channels: Map, send(data) }. */
export function channels({ claimsOf, readable, writable }) {
  const byTopic = new Map();
  const presence = keepPresence(push, (topic) => [...on(topic)].filter(({ hears }) => hears.has("presence")));

  function on(topic) {
    return byTopic.get(topic) ?? new Set();
  }

  function push(channel, event, payload) {
    const { socket, joinRef, topic } = channel;
    socket.send(encode(socket.version, { joinRef, topic: PREFIX + topic, event, payload }));
  }

  function reply(socket, { joinRef, ref, topic }, status, response = {}) {
    socket.send(encode(socket.version, { joinRef, ref, topic, event: "phx_reply", payload: { status, response } }));
  }

  /** Handle a message of a socket. */
  async function handle(socket, message) {
    const { topic, event } = message;
    if (topic === "phoenix") {
      if (event === "heartbeat") reply(socket, message, "ok");
      return;
    }
    const channel = socket.channels.get(topic);
    if (event === "phx_join") await join(socket, message);
    else if (!channel) reply(socket, message, "error", { reason: "unmatched topic" });
    else if (event === "phx_leave") leave(channel, message);
    else if (event === "access_token") await renew(channel, message.payload.access_token);
    else if (event === "broadcast") await send(channel, message);
    else if (event === "presence") await handlePresence(channel, message);
  }

  async function join(socket, message) {
    const { topic, joinRef, payload } = message;
    const before = socket.channels.get(topic);
    if (before) close(before);
    try {
      const channel = await admitted(socket, topic, joinRef, payload);
      socket.channels.set(topic, channel);
      byTopic.set(channel.topic, on(channel.topic).add(channel));
      reply(socket, message, "ok", { postgres_changes: [] });
      if (channel.hears.has("presence")) push(channel, "presence_state", presence.state(channel.topic));
    } catch (error) {
      reply(socket, message, "error", { reason: reasonOf(error) });
    }
  }

  async function admitted(socket, name, joinRef, { config = {}, access_token: given }) {
    const topic = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
    if (!topic) throw new Refusal("TopicNameRequired: You must provide a topic name");
    if (!config?.private) throw new Refusal("PrivateOnly: This project only allows private channels");
    if (config.postgres_changes?.length > 0) {
      throw new Refusal("RealtimeDisabledForConfiguration: Changes of tables are not sent here, only broadcasts");
    }
    if (socket.channels.size >= MOST_CHANNELS) throw new Refusal("ChannelRateLimitReached: Too many channels");
    // As hosted: a key in the place of a token means the key of the socket.
    const token = typeof given === "string" && !given.startsWith("sb_") ? given : socket.token;
    const claims = await claimsOf(token);
    const wanted = config.presence?.enabled ? ["broadcast", "presence"] : ["broadcast"];
    const hears = await readable(topic, claims, wanted);
    if (hears.size === 0) throw new Refusal(`Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`);
    return {
      socket, topic, joinRef, token, claims, wanted, hears,
      sends: new Map(), // extension -> whether it may, asked at the first use
      acknowledges: Boolean(config.broadcast?.ack),
      echoes: Boolean(config.broadcast?.self),
      presenceKey: config.presence?.key || randomUUID(),
    };
  }

  /** Check a channel again, with another token or with its own. Close it when it may hear nothing any more. */
  async function renew(channel, token = channel.token) {
    if (typeof token !== "string" || token.startsWith("sb_")) return;
    try {
      const claims = await claimsOf(token);
      const hears = await readable(channel.topic, claims, channel.wanted);
      if ([...channel.hears].some((extension) => !hears.has(extension))) {
        throw new Refusal(`You no longer have permission to read from this Channel topic: ${channel.topic}`);
      }
      Object.assign(channel, { token, claims, hears, sends: new Map() });
    } catch (error) {
      shut(channel, error instanceof Refusal ? error.message.replace(/^\w+: /, "") : NO_DATABASE);
    }
  }

  function shut(channel, message) {
    push(channel, "system", { extension: "system", status: "error", message, channel: channel.topic });
    close(channel);
  }

  function close(channel) {
    forget(channel);
    push(channel, "phx_close", {});
  }

  function leave(channel, message) {
    reply(channel.socket, message, "ok");
    close(channel);
  }

  function forget(channel) {
    const { socket, topic } = channel;
    presence.untrack(channel);
    on(topic).delete(channel);
    if (on(topic).size === 0) byTopic.delete(topic);
    if (socket.channels.get(PREFIX + topic) === channel) socket.channels.delete(PREFIX + topic);
  }

  async function maySend(channel, extension) {
    const { topic, claims, sends } = channel;
    if (!sends.has(extension)) sends.set(extension, await writable(topic, claims, extension));
    return sends.get(extension);
  }

  async function send(channel, message) {
    const { event, payload, bytes } = message.payload;
    if (typeof event !== "string" || hasExpired(channel) || !(await maySend(channel, "broadcast"))) return;
    deliver(channel.topic, { event, payload, bytes }, channel.echoes ? null : channel);
    if (channel.acknowledges) reply(channel.socket, message, "ok");
  }

  async function handlePresence(channel, message) {
    const { event, payload = {} } = message.payload;
    if (event === "untrack") {
      presence.untrack(channel);
      return reply(channel.socket, message, "ok");
    }
    if (event !== "track" || hasExpired(channel) || !(await maySend(channel, "presence"))) {
      return reply(channel.socket, message, "error");
    }
    presence.track(channel, payload);
    reply(channel.socket, message, "ok");
  }

  /** Send a broadcast to everybody on a topic but the channel `except`. */
  function deliver(topic, broadcast, except = null) {
    const frames = new Map(VERSIONS.map((version) => [version, encodeBroadcast(version, PREFIX + topic, broadcast)]));
    for (const channel of [...on(topic)]) {
      if (channel === except || !channel.hears.has("broadcast")) continue;
      if (hasExpired(channel)) shut(channel, expired(channel.claims));
      else channel.socket.send(frames.get(channel.socket.version));
    }
  }

  /** Close the channels of a socket that is gone. */
  function drop(socket) {
    for (const channel of socket.channels.values()) forget(channel);
  }

  /** Check all channels again. Hosted Realtime does so only when a token changes. */
  async function recheck() {
    for (const channel of [...byTopic.values()].flatMap((some) => [...some])) {
      if (on(channel.topic).has(channel)) await renew(channel);
    }
  }

  /** Whether anybody has joined a topic. */
  function isHeard(topic) {
    return byTopic.has(topic);
  }

  return { handle, deliver, drop, recheck, isHeard };
}

function hasExpired({ claims }) {
  return claims.exp * 1000 <= Date.now();
}

function reasonOf(error) {
  if (error instanceof Refusal) return error.message;
  console.error("realtime join:", error);
  return NO_DATABASE;
}
