// Lite prints every database error whole. Such an error quotes what somebody sent, in its message ("invalid input
// syntax ... "), and in its detail whole rows ("Failing row contains ..."). So do its own errors, of what it could not
// parse or find. What they wrote stays out of the log file.
// So do the mails that Lite prints because it delivers none: they let their reader into an account.

const MAIL = "[@supabase/lite] email captured";

/** Of errors, print the kind and the place only, of mails that there was one. */
export function logWithoutValues(out = console) {
  for (const level of ["error", "warn", "info", "log"]) {
    const print = out[level].bind(out);
    out[level] = (...parts) => print(...parts.map(withoutValues));
  }
}

function withoutValues(part) {
  if (typeof part === "string" && part.startsWith(MAIL)) return "mail: none is delivered here";
  if (isDatabaseError(part)) return outline(part);
  if (isAnswer(part)) return `database: answered with ${part.detail}`;
  return part instanceof Error ? placeOf(part) : part;
}

// An error as errors.mjs hands it to Lite: all that it says is in its message.
function isAnswer(part) {
  return part instanceof Error && part.code === "PGRST";
}

function isDatabaseError(part) {
  return part instanceof Error && typeof part.severity === "string" && typeof part.routine === "string";
}

function placeOf({ name, code, stack }) {
  const frames = String(stack).split("\n").filter((line) => /^\s+at /.test(line));
  return [code ? `${name} ${code}` : name, ...frames].join("\n");
}

function outline({ severity, code, routine, schema_name: schema, table_name: table }) {
  return `database: ${severity} ${code} in ${routine}${table ? `, ${schema}.${table}` : ""}`;
}
