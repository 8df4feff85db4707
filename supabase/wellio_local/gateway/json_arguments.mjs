// JSON arguments of functions. Lite turns them into text. The driver then turns the text of a jsonb parameter into
// a JSON string, so a function would get "[1,2]" where PostgREST gives it [1,2].

import { randomUUID } from "node:crypto";

// Marks text that is JSON already. It is random, so that no client can send it.
const READY = `${randomUUID()}:`;
const JSON_TYPES = new Set(["json", "jsonb"]);

/** Return what the driver sends for a json or jsonb parameter. */
export function serializeJson(value) {
  return typeof value === "string" && value.startsWith(READY) ? value.slice(READY.length) : JSON.stringify(value);
}

/** Serialize the JSON arguments of every call before Lite does. */
export function passJsonArguments(connection) {
  const prepare = connection.onPostgrestAST.bind(connection);
  connection.onPostgrestAST = async (call, context) => {
    const ast = await prepare(call, context);
    if (ast.type !== "rpc" || !ast.args || Array.isArray(ast.args)) return ast;
    const { functions = [], default_schema: byDefault } = await connection.introspect({ useCache: true });
    const called = functions.filter((f) => f.name === ast.function && f.schema === (ast.schema ?? byDefault));
    const args = Object.fromEntries(
      Object.entries(ast.args).map(([name, value]) => {
        const takesJson = called.some((f) => JSON_TYPES.has(f.arg_types[f.arg_names.indexOf(name)]));
        return [name, takesJson && value !== null ? READY + asJson(value, ast.httpMethod) : value];
      }),
    );
    return { ...ast, args };
  };
}

// In a URL an argument is written as JSON text; in a body it is a JSON value.
function asJson(value, method) {
  return method === "GET" && typeof value === "string" ? value : JSON.stringify(value);
}
