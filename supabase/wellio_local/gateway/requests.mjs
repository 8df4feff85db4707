// The current request, and its line in the log.

import { AsyncLocalStorage } from "node:async_hooks";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROUTE = /^\/(?:rest\/v1\/(?:rpc\/)?\w+|(?:auth|storage|functions|realtime)\/v1\/\w+)/;

/** The request of the transaction under way; undefined outside of requests. */
export const currentRequest = new AsyncLocalStorage();

/** Return the `x-request-id` of the current request if it is a UUID, as `private.request_id()` does, or undefined. */
export function requestId() {
  const given = currentRequest.getStore()?.headers.get("x-request-id") ?? "";
  return UUID.test(given) ? given.toLowerCase() : undefined;
}

/** Return where the current request of Auth wants its link to lead, or null. */
export function redirectTo() {
  const request = currentRequest.getStore();
  return request ? new URL(request.url).searchParams.get("redirect_to") : null;
}

/** Hono middleware: print one line for each request, with its status and its duration. */
export function logRequests(print) {
  return async (c, next) => {
    const started = performance.now();
    await currentRequest.run(c.req.raw, async () => {
      await next();
      const { status } = c.res;
      print(`${c.req.method} ${route(c.req.path, status)} ${status}`, {
        status,
        milliseconds: Math.round(performance.now() - started),
      });
    });
  };
}

// Leaves out filters, ids and names of files, and on 404 the name of the table, because people choose them.
function route(path, status) {
  const [found] = path.match(ROUTE) ?? [];
  return found && status !== 404 ? found : `/${path.split("/", 2)[1].replace(/\W.*/, "")}/...`;
}
