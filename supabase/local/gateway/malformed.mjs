// Requests that hosted projects turn away before a service sees them, and that Lite takes for errors of its own.

/** Hono middleware: 400 for an address that cannot be decoded or has a NUL in it, and for metadata that is no object. */
export async function refuseMalformed(c, next) {
  const { pathname } = new URL(c.req.url);
  if (!isText(pathname)) return c.json({ message: "The address is malformed" }, 400);
  if (pathname.startsWith("/auth/v1/") && ["POST", "PUT"].includes(c.req.method)) {
    const { data = null } = (await c.req.raw.clone().json().catch(() => null)) ?? {};
    if (typeof data !== "object" || Array.isArray(data)) {
      return c.json({ code: 400, error_code: "bad_json", msg: "data is not a JSON object" }, 400);
    }
  }
  return next();
}

function isText(pathname) {
  try {
    return !decodeURIComponent(pathname).includes("\0");
  } catch {
    return false;
  }
}
