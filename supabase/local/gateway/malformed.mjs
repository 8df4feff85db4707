// Requests that hosted projects turn away as malformed, and that Lite takes for errors of its own.

/** Hono middleware: 400 for an address that cannot be decoded, a NUL in it or in JSON, and metadata that is no object. */
export async function refuseMalformed(c, next) {
  const { pathname } = new URL(c.req.url);
  if (!isText(pathname)) return c.json({ message: "The address is malformed" }, 400);
  const service = /^\/(auth|storage)\/v1\/(?!object\/sign\/)/.exec(pathname)?.[1]; // signing answers path by path
  if (!service || !c.req.header("content-type")?.startsWith("application/json")) return next();
  const { body, hasNul } = parsed(await c.req.raw.clone().text());
  if (hasNul) return refused(c, service, "There is a NUL in the body");
  const data = body?.data ?? null;
  if (service === "auth" && (typeof data !== "object" || Array.isArray(data))) {
    return refused(c, service, "data is not a JSON object");
  }
  return next();
}

/** As each service words it. */
function refused(c, service, message) {
  const body =
    service === "auth"
      ? { code: 400, error_code: "bad_json", msg: message }
      : { statusCode: "400", error: "InvalidRequest", message };
  return c.json(body, 400);
}

function isText(pathname) {
  try {
    return !decodeURIComponent(pathname).includes("\0");
  } catch {
    return false;
  }
}

function parsed(text) {
  let hasNul = false;
  try {
    const body = JSON.parse(text, (key, value) => {
      hasNul ||= key.includes("\0") || (typeof value === "string" && value.includes("\0"));
      return value;
    });
    return { body, hasNul };
  } catch {
    return { body: null, hasNul: false }; // the service says what is wrong with it
  }
}
