// The function that PostgREST calls at the start of each request, as `pgrst.db_pre_request` of its role names it. On a
// hosted project a request that only reads runs in a read-only transaction. Here the function is not called for one.

import { sql } from "kysely";
import { currentRequest } from "./requests.mjs";

const READS = ["GET", "HEAD", "OPTIONS"];

/** Call the function within the transaction of each request to /rest/v1 that may write. */
export async function callBeforeRequests(connection, schemas) {
  let hook = await configured(connection);
  await connection.driver.listen("pgrst", async (payload) => {
    if (payload === "" || payload === "reload config") hook = await configured(connection);
  });

  const apply = connection.applyJwtSessionContext.bind(connection);
  connection.applyJwtSessionContext = async (transaction, ...rest) => {
    await apply(transaction, ...rest);
    const path = restPath();
    if (!hook || path === null) return;
    const called = path.match(/^rpc\/(\w+)/)?.[1];
    const mayWrite = called
      ? sql`exists (select from pg_proc where proname = ${called} and provolatile = 'v'
          and pronamespace = any (${schemas}::text[]::regnamespace[]))`
      : sql`true`;
    await sql`select ${sql.raw(hook)}() where ${mayWrite}`.execute(transaction);
  };
}

async function configured(connection) {
  const [row] = await connection.driver`
    select substr(setting, length('pgrst.db_pre_request=') + 1) as hook
    from pg_db_role_setting s, unnest(s.setconfig) setting
    where s.setrole = 'authenticator'::regrole and setting like 'pgrst.db\\_pre\\_request=%'`;
  return row?.hook;
}

function restPath() {
  const request = currentRequest.getStore();
  if (!request || READS.includes(request.method)) return null;
  return new URL(request.url).pathname.match(/^\/rest\/v1\/(.+)/)?.[1] ?? null;
}
