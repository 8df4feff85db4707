// Passes /functions/v1/<name> on to the process that serves the Python functions.

const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "host", "content-length"];
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, apikey, content-type, x-client-info",
  "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
};

export function functionsProxy(baseUrl) {
  return async (c) => {
    if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: CORS });
    if (!baseUrl) return c.json({ message: "No functions are served" }, 503);
    const { pathname, search } = new URL(c.req.url);
    const headers = new Headers(c.req.raw.headers);
    for (const name of HOP_BY_HOP) headers.delete(name);
    const hasBody = !["GET", "HEAD"].includes(c.req.method);
    let answer;
    try {
      // No abort signal, because a function goes on working when its caller hangs up.
      answer = await fetch(`${baseUrl}${pathname}${search}`, {
        method: c.req.method,
        headers,
        body: hasBody ? await c.req.arrayBuffer() : undefined,
        redirect: "manual",
      });
    } catch (error) {
      return c.json({ message: `The functions do not answer: ${error.cause?.code ?? error.message}` }, 502, CORS);
    }
    const passed = new Headers(answer.headers);
    for (const name of ["connection", "keep-alive", "transfer-encoding", "content-encoding", "content-length"]) {
      passed.delete(name);
    }
    for (const [name, value] of Object.entries(CORS)) if (!passed.has(name)) passed.set(name, value);
    return new Response(answer.body, { status: answer.status, headers: passed });
  };
}
