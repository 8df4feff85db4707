// Who is on a topic, as each of them says it: { key: { metas: [...] } }, one meta a channel.

import { randomBytes } from "node:crypto";

/** `push` sends an event to one channel; `channelsOn` gives the channels of a topic that may hear of presence. */
export function presence(push, channelsOn) {
  const present = new Map(); // topic -> Map(channel -> meta)

  function state(topic) {
    const found = {};
    for (const [channel, meta] of present.get(topic) ?? []) add(found, channel, meta);
    return found;
  }

  function track(channel, payload) {
    const before = present.get(channel.topic)?.get(channel);
    const meta = { ...payload, phx_ref: randomBytes(9).toString("base64url") };
    if (before) meta.phx_ref_prev = before.phx_ref;
    if (!present.has(channel.topic)) present.set(channel.topic, new Map());
    present.get(channel.topic).set(channel, meta);
    tell(channel, meta, before);
  }

  function untrack(channel) {
    const here = present.get(channel.topic);
    const before = here?.get(channel);
    if (!before) return;
    here.delete(channel);
    if (here.size === 0) present.delete(channel.topic);
    tell(channel, null, before);
  }

  function tell(channel, joined, left) {
    const diff = { joins: {}, leaves: {} };
    if (joined) add(diff.joins, channel, joined);
    if (left) add(diff.leaves, channel, left);
    for (const other of channelsOn(channel.topic)) push(other, "presence_diff", diff);
  }

  return { state, track, untrack };
}

function add(state, { presenceKey }, meta) {
  state[presenceKey] ??= { metas: [] };
  state[presenceKey].metas.push(meta);
}
