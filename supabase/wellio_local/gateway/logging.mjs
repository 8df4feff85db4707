// One JSON object a line, as Cloud Logging and most others read it, with the id of the request it is about.
// Lite prints every database error whole. Such an error quotes what somebody sent, in its message ("invalid input
// syntax ... "), and in its detail whole rows ("Failing row contains ..."). So do its own errors, of what it could not
// parse or find. What they wrote stays out of the log file.
// So do the mails that Lite prints because it delivers none: they let their reader into an account.

import { format } from "node:util";
import { requestId } from "./requests.mjs";

const MAIL = "[@supabase/lite] email captured";
const SEVERITY = { error: "ERROR", warn: "WARNING", info: "INFO", log: "INFO" };

/** Write JSON lines; of errors the kind and the place only, of mails that there was one. */
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

// An error as errors.mjs hands it to Lite: all that it says is in its message.
function isAnswer(part) {
  return part instanceof Error && part.code === "PGRST";
}

function isDatabaseError(part) {
  return part instanceof Error && typeof part.severity === "string" && typeof part.routine === "string";
}

// Of any other error the message may quote what was asked for, so the place has to do.
function whereabouts({ name, code, cause, stack = "" }) {
  const places = stack.split("\n").filter((frame) => frame.startsWith("    at ")).slice(0, 3);
  return [[name, code ?? cause?.code].filter(Boolean).join(" "), ...places.map((place) => place.trim())].join(" ");
}

function outline({ severity, code, routine, schema_name: schema, table_name: table }) {
  return `database: ${severity} ${code} in ${routine}${table ? `, ${schema}.${table}` : ""}`;
}
