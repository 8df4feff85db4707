// The request under way: what PostgREST tells the database of it, and the line that an edge writes about it.
// Lite tells the database headers and method only where a function is called; PostgREST does for tables, too.

import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "kysely";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROUTE = /^\/(?:rest\/v1\/(?:rpc\/)?\w+|(?:auth|storage|functions)\/v1\/\w+)/;

const underWay = new AsyncLocalStorage();

/** The `x-request-id` of the request under way if it is a UUID, as in `private.request_id()`; else undefined. */
export function requestId() {
  const given = underWay.getStore()?.headers.get("x-request-id") ?? "";
  return UUID.test(given) ? given.toLowerCase() : undefined;
}

/** Hono middleware: one line for each request, whose answer is `print`ed with its numbers. */
export function logRequests(print) {
  return async (c, next) => {
    const started = performance.now();
    await underWay.run(c.req.raw, async () => {
      await next();
      const { status } = c.res;
      print(`${c.req.method} ${route(c.req.path, status)} ${status}`, {
        status,
        milliseconds: Math.round(performance.now() - started),
      });
    });
  };
}

// Without filters, ids and names of files, which people choose. So they do names of tables that there are not.
function route(path, status) {
  const [found] = path.match(ROUTE) ?? [];
  return found && status !== 404 ? found : `/${path.split("/", 2)[1].replace(/\W.*/, "")}/...`;
}

/** Has `request.headers`, `request.method` and `request.path` set in every transaction of a request. */
export function tellOfRequests(connection) {
  const apply = connection.applyJwtSessionContext.bind(connection);
  connection.applyJwtSessionContext = async (transaction, ...rest) => {
    const request = underWay.getStore();
    if (request) {
      const headers = JSON.stringify(Object.fromEntries(request.headers));
      const path = new URL(request.url).pathname.replace(/^\/rest\/v1/, "");
      await sql`select set_config('request.headers', ${headers}, true), set_config('request.method', ${request.method}, true),
        set_config('request.path', ${path}, true)`.execute(transaction);
    }
    await apply(transaction, ...rest);
  };
}
