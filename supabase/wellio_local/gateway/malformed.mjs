// Requests that hosted projects refuse as malformed, and that Lite answers with an error of its own.

const STORAGE_JSON =
  /^(POST|PUT) \/storage\/v1\/(bucket(\/[^/]+)?|object\/(list|sign)\/.+|object\/(move|copy))$|^DELETE \/storage\/v1\/object\/[^/]+\/?$/;
const SIGN = /^POST \/storage\/v1\/object\/sign\/[^/]+\/?$/; // answered path by path, see storage.mjs
const ROWS = /^(POST|PATCH|PUT) \/rest\/v1\/(?!rpc\/)/;
const AUTH_JSON = /^(POST|PUT) \/auth\/v1\//;
const AUTH_TEXTS = ["email", "phone", "password", "refresh_token", "token", "token_hash", "type"];

/** Hono middleware: answer 400 when the address cannot be decoded, the body is not JSON, or one of them has a NUL. */
export async function refuseMalformed(c, next) {
  const { pathname } = new URL(c.req.url);
  if (!isText(pathname)) return c.json({ message: "The address is malformed" }, 400);
  const call = `${c.req.method} ${pathname}`;
  const isJson = c.req.header("content-type")?.startsWith("application/json");
  if (AUTH_JSON.test(call) && isJson) {
    const reason = wrongWithAccount(await c.req.raw.clone().text());
    if (reason) return c.json({ code: 400, error_code: "bad_json", msg: reason }, 400);
  }
  if (ROWS.test(call) && isJson) {
    const { body, isBroken } = parsed(await c.req.raw.clone().text());
    if (!isBroken && body !== null && typeof body !== "object") {
      return c.json({ code: "PGRST102", details: null, hint: null, message: "The body is neither a row nor rows" }, 400);
    }
  }
  if (STORAGE_JSON.test(call) && !SIGN.test(call) && isJson && parsed(await c.req.raw.clone().text()).isBroken) {
    return c.json({ statusCode: "400", error: "InvalidRequest", message: "The body is not JSON, or has a NUL" }, 400);
  }
  return next();
}

function wrongWithAccount(text) {
  if (text === "") return null;
  const { body, isBroken } = parsed(text);
  if (isBroken || !isObject(body)) return "The body is not a JSON object, or has a NUL";
  if (!isObject(body.data ?? {})) return "data is not a JSON object";
  const wrong = AUTH_TEXTS.find((name) => name in body && typeof body[name] !== "string");
  return wrong ? `${wrong} is not a string` : null;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(pathname) {
  try {
    return !decodeURIComponent(pathname).includes("\0");
  } catch {
    return false;
  }
}

function parsed(text) {
  let isBroken = false;
  try {
    const body = JSON.parse(text, (key, value) => {
      isBroken ||= key.includes("\0") || (typeof value === "string" && value.includes("\0"));
      return value;
    });
    return { body, isBroken };
  } catch {
    return { body: null, isBroken: true };
  }
}
