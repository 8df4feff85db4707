// Pages of any origin may call, as on a hosted project, because keys and policies decide who may do what.
// Lite answers preflight requests to /auth/v1 without allowing a single header.

const METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";
const EXPOSED =
  "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, Transfer-Encoding, Range-Unit";

/** Hono middleware, the first of all. */
export async function allowAnyOrigin(c, next) {
  if (c.req.method === "OPTIONS" && c.req.header("Access-Control-Request-Method")) {
    return new Response(null, {
      status: 204,
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": c.req.header("Access-Control-Request-Headers") ?? "*",
        "Access-Control-Max-Age": "3600",
      },
    });
  }
  await next();
  if (!c.req.header("Origin")) return;
  c.res.headers.set("Access-Control-Allow-Origin", "*");
  c.res.headers.set("Access-Control-Expose-Headers", EXPOSED);
}
