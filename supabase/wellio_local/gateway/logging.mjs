// Writes one JSON object a line, as Cloud Logging reads it, with the id of its request.
// Lite prints each database error whole. The message of such an error quotes what a person sent ("invalid input
// syntax ..."), and its detail quotes whole rows ("Failing row contains ..."). Lite's own errors quote what it could
// not parse or find. All these texts stay out of the log.
// Lite also prints mails, because it delivers none. They stay out too, because a mail opens an account to its reader.

import { format } from "node:util";
import { requestId } from "./requests.mjs";

const MAIL = "[@supabase/lite] email captured";
const SEVERITY = { error: "ERROR", warn: "WARNING", info: "INFO", log: "INFO" };

/** Write JSON lines. An error leaves only its kind and its place, a mail only that there was one. */
export function logWithoutValues(out = console) {
  const print = out.log.bind(out);
  for (const [level, severity] of Object.entries(SEVERITY)) {
    out[level] = (...parts) => print(line(severity, format(...parts.map(withoutValues))));
  }
  return (message, numbers) => print(line("INFO", message, numbers));
}

function line(severity, message, numbers = {}) {
  return JSON.stringify({ severity, message, time: new Date().toISOString(), request_id: requestId(), ...numbers });
}

function withoutValues(part) {
  if (typeof part === "string" && part.startsWith(MAIL)) return "mail: none is delivered here";
  if (isDatabaseError(part)) return outline(part);
  if (isAnswer(part)) return `database: answered with ${part.detail}`;
  return part instanceof Error ? whereabouts(part) : part;
}

// An error that errors.mjs hands to Lite. Its message holds everything.
function isAnswer(part) {
  return part instanceof Error && part.code === "PGRST";
}

function isDatabaseError(part) {
  return part instanceof Error && typeof part.severity === "string" && typeof part.routine === "string";
}

// The message of any other error may quote the request, so only the place is logged.
function whereabouts({ name, code, cause, stack = "" }) {
  const places = stack.split("\n").filter((frame) => frame.startsWith("    at ")).slice(0, 3);
  return [[name, code ?? cause?.code].filter(Boolean).join(" "), ...places.map((place) => place.trim())].join(" ");
}

function outline({ severity, code, routine, schema_name: schema, table_name: table }) {
  return `database: ${severity} ${code} in ${routine}${table ? `, ${schema}.${table}` : ""}`;
}
