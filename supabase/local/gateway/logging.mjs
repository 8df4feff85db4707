// Lite prints every database error whole. Such an error quotes what somebody sent, in its message ("invalid input
// syntax ... "), and in its detail whole rows ("Failing row contains ..."). What they wrote stays out of the log file.

/** Of database errors, print the code and the place only. */
export function logWithoutValues(out = console) {
  for (const level of ["error", "warn", "log"]) {
    const print = out[level].bind(out);
    out[level] = (...parts) => print(...parts.map((part) => (isDatabaseError(part) ? outline(part) : part)));
  }
}

function isDatabaseError(part) {
  return part instanceof Error && typeof part.severity === "string" && typeof part.routine === "string";
}

function outline({ severity, code, routine, schema_name: schema, table_name: table }) {
  return `database: ${severity} ${code} in ${routine}${table ? `, ${schema}.${table}` : ""}`;
}
