// Which HTTP status an SQL error becomes. Lite maps the common codes. It answers the others, such as a failed check
// constraint, with 500 and its own code "SUP". PostgREST's table is
// https://docs.postgrest.org/en/stable/references/errors.html#http-status-codes

const MAPPED_BY_LITE = [/^(21|22|42|53|55)/, /^23(502|503|505)$/, /^25006$/, /^PT/, /^PGRST$/];

const STATUS = [
  [/^08/, 503],
  [/^09/, 500],
  [/^0L/, 403],
  [/^0P/, 403],
  [/^23/, 400],
  [/^25/, 500],
  [/^28/, 403],
  [/^2D/, 500],
  [/^38/, 500],
  [/^39/, 500],
  [/^3B/, 500],
  [/^40/, 500],
  [/^54/, 500],
  [/^57/, 500],
  [/^58/, 500],
  [/^F0/, 500],
  [/^HV/, 500],
  [/^P0001$/, 400],
  [/^P0/, 500],
  [/^XX/, 500],
];

/** Return the status of PostgREST, or null where Lite already answers the same. */
export function postgrestStatus(code) {
  if (!/^[0-9A-Z]{5}$/.test(code) || MAPPED_BY_LITE.some((known) => known.test(code))) return null;
  return STATUS.find(([pattern]) => pattern.test(code))?.[1] ?? 400;
}

/**
 * Hand Lite the codes it does not map in the one form it passes on unchanged: what
 * `raise sqlstate 'PGRST'` sends, with body and status written out.
 */
export function answerLikePostgrest(connection) {
  const normalize = connection.normalizeDbError.bind(connection);
  connection.normalizeDbError = (thrown) => {
    if (isUnparsed(thrown)) return answer(400, { code: "PGRST100", message: thrown.message });
    const error = isUnwritable(thrown) ? invalidInput() : normalize(thrown);
    const status = typeof error?.code === "string" ? postgrestStatus(error.code) : null;
    if (status === null) return error;
    return answer(status, error);
  };
}

function answer(status, { code, message, detail = null, hint = null }) {
  return Object.assign(new Error(JSON.stringify({ code, message, details: detail, hint })), {
    code: "PGRST",
    detail: JSON.stringify({ status, headers: {} }),
  });
}

// Lite recognises its own parse errors by their words, but not all of them.
function isUnparsed(thrown) {
  return thrown instanceof Error && !thrown.code && / at position \d+$/.test(thrown.message);
}

// The driver cannot send a number, a boolean or an object as an array, so Postgres never sees the statement.
function isUnwritable(thrown) {
  return thrown instanceof TypeError && thrown.code === "ERR_INVALID_ARG_TYPE";
}

function invalidInput() {
  return Object.assign(new Error("malformed array literal"), { code: "22P02" });
}

/** Hono middleware: answer 400 to what Lite says it cannot do, as to a query that it cannot parse. */
export async function refuseWhatCannotBeDone(c, next) {
  await next();
  if (c.res.status !== 500) return;
  const { code, message } = (await c.res.clone().json().catch(() => null)) ?? {};
  if (code === "PGRSTXXX") c.res = c.json({ code: "PGRST100", message, details: null, hint: null }, 400);
}
