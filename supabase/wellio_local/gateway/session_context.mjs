// What PostgREST does at the start of each transaction: it tells the database about the caller and the request in one
// statement, then calls the function that `pgrst.db_pre_request` of its role names. Lite sends a statement for each
// setting, and tells of the request only where a function is called. On a hosted project a request that only reads runs
// in a read-only transaction. Here the function is not called for one.

import { sql } from "kysely";
import { currentRequest } from "./requests.mjs";

const READS = ["GET", "HEAD", "OPTIONS"];

/** Set the role, the claims and the request in every transaction, and call the function before requests that write. */
export async function beginLikePostgrest(connection, schemas) {
  let hook = await configured(connection);
  await connection.driver.listen("pgrst", async (payload) => {
    if (payload === "" || payload === "reload config") hook = await configured(connection);
  });

  connection.applyJwtSessionContext = async (transaction, { auth, storage }) => {
    const role = auth?.role || "anon";
    const request = currentRequest.getStore();
    const whole = request ? new URL(request.url).pathname : "";
    const path = whole.replace(/^\/rest\/v1/, "");
    await settings(transaction, {
      role,
      "request.jwt.claim.sub": auth?.uid,
      "request.jwt.claim.role": role,
      "request.jwt.claims": typeof auth?.jwt === "object" ? JSON.stringify(auth.jwt) : "",
      "storage.operation": storage?.operation,
      "request.headers": request && JSON.stringify(Object.fromEntries(request.headers)),
      "request.method": request?.method,
      "request.path": path,
      "response.status": "",
      "response.headers": "",
    });
    if (hook && path !== whole && !READS.includes(request.method) && (await mayWrite(connection, path, schemas))) {
      await sql`select ${sql.raw(hook)}()`.execute(transaction);
    }
  };
  connection.applyRpcRequestGucs = async () => {};
}

async function settings(transaction, values) {
  const each = Object.entries(values).map(([name, value]) => sql`set_config(${sql.lit(name)}, ${String(value ?? "")}, true)`);
  await sql`select ${sql.join(each)}`.execute(transaction);
}

async function mayWrite(connection, path, schemas) {
  const called = path.match(/^\/rpc\/(\w+)/)?.[1];
  if (!called) return true;
  const { functions } = await connection.introspect({ useCache: true });
  return functions.some((one) => one.name === called && one.volatility === "v" && schemas.includes(one.schema));
}

async function configured(connection) {
  const [row] = await connection.driver`
    select substr(setting, length('pgrst.db_pre_request=') + 1) as hook
    from pg_db_role_setting s, unnest(s.setconfig) setting
    where s.setrole = 'authenticator'::regrole and setting like 'pgrst.db\\_pre\\_request=%'`;
  return row?.hook;
}
