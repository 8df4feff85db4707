// The two forms in which Phoenix channels write a message. 2.0.0, the one that supabase-js asks for, writes arrays, and
// broadcasts as bytes; 1.0.0 writes objects only.

const PUSH = 3;
const BROADCAST = 4;
const JSON_ENCODING = 1;
export const VERSIONS = ["1.0.0", "2.0.0"];

/** Return { joinRef, ref, topic, event, payload }, or null for what is no message. A broadcast's `bytes` are not JSON. */
export function decode(version, data, isBinary) {
  try {
    const message = isBinary ? decodePush(data) : decodeText(version, data.toString());
    return isMessage(message) ? message : null;
  } catch {
    return null;
  }
}

function decodeText(version, text) {
  const parsed = JSON.parse(text);
  if (version === "1.0.0") {
    const { join_ref: joinRef = null, ref = null, topic, event, payload } = parsed;
    return { joinRef, ref, topic, event, payload };
  }
  const [joinRef, ref, topic, event, payload] = parsed;
  return { joinRef, ref, topic, event, payload };
}

function decodePush(data) {
  if (data[0] !== PUSH) return null;
  const sizes = data.subarray(1, 6);
  const encoding = data[6];
  let at = 7;
  const [joinRef, ref, topic, event] = [...sizes].map((size) => data.toString("utf8", at, (at += size)));
  if (at > data.length) return null;
  const body = data.subarray(at);
  const payload = { type: "broadcast", event };
  if (encoding === JSON_ENCODING) payload.payload = JSON.parse(body.toString());
  else payload.bytes = body;
  return { joinRef: joinRef || null, ref: ref || null, topic, event: "broadcast", payload };
}

function isMessage(message) {
  return (
    typeof message?.topic === "string" &&
    typeof message.event === "string" &&
    typeof message.payload === "object" &&
    message.payload !== null
  );
}

/** A message of the server other than a broadcast. */
export function encode(version, { joinRef = null, ref = null, topic, event, payload }) {
  if (version === "1.0.0") return JSON.stringify({ join_ref: joinRef, ref, topic, event, payload });
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/** A broadcast with `payload`, or with `bytes`, which 1.0.0 cannot hold: then null. */
export function encodeBroadcast(version, topic, { event, payload, bytes, meta }) {
  if (version === "1.0.0") {
    if (bytes) return null;
    return encode(version, { topic, event: "broadcast", payload: { type: "broadcast", event, payload, meta } });
  }
  const names = [topic, event, meta ? JSON.stringify(meta) : ""].map((name) => Buffer.from(name));
  if (names.some((name) => name.length > 255)) return null;
  const head = Buffer.from([BROADCAST, ...names.map((name) => name.length), bytes ? 0 : JSON_ENCODING]);
  return Buffer.concat([head, ...names, bytes ?? Buffer.from(JSON.stringify(payload))]);
}
