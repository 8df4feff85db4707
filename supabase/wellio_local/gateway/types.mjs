// How Postgres values become JSON. Lite sends times in Postgres' own format and some numerics as strings. PostgREST
// sends ISO 8601 times and JSON numbers, and clients expect them.

import { serializeJson } from "./json_arguments.mjs";

const TIMESTAMP = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-]\d\d)(?::?(\d\d))?)?$/;

/** Turn `2026-11-20 09:14:14.1+00` into `2026-11-20T09:14:14.1+00:00`. Keep `infinity` and BC dates. */
export function isoTimestamp(text) {
  const match = TIMESTAMP.exec(text);
  if (!match) return text;
  const [, day, time, hours, minutes] = match;
  return `${day}T${time}${hours ? `${hours}:${minutes ?? "00"}` : ""}`;
}

// Postgres refuses a value that is not text as the caller's error. The driver would make it an error of ours.
const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const asIs = (value) => value;

function finiteOrText(value) {
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

export const wireTypes = {
  json: { to: 114, from: [114], serialize: serializeJson, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: serializeJson, parse: JSON.parse },
  date: { to: 1082, from: [1082], serialize: text, parse: asIs },
  time: { to: 1083, from: [1083], serialize: text, parse: asIs },
  timestamp: { to: 1114, from: [1114], serialize: text, parse: isoTimestamp },
  timestamptz: { to: 1184, from: [1184], serialize: text, parse: isoTimestamp },
  numeric: { to: 1700, from: [1700], serialize: String, parse: finiteOrText },
};
