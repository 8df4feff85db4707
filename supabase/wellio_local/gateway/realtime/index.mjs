// A stand-in for Supabase Realtime that speaks its protocol to an unchanged supabase-js: broadcasts of the database and of
// clients, and presence, on private channels. Changes of tables (postgres_changes) and public channels are refused.

import postgres from "postgres";
import { authorization } from "./authorization.mjs";
import { channels as makeChannels } from "./channels.mjs";
import { broadcastsOverHttp } from "./http.mjs";
import { watchMessages } from "./messages.mjs";
import { serveSockets } from "./sockets.mjs";

const CONNECTIONS = 4;

/** Listen to the database. `http` answers requests, `serve` serves the sockets of a server. */
export async function startRealtime(config, print) {
  const database = postgres(config.dsn, {
    max: CONNECTIONS,
    prepare: false,
    onnotice: () => {},
    connection: { statement_timeout: config.statementSeconds * 1000 },
  });
  const access = authorization({ database, ...config });
  const channels = makeChannels(access);
  const stopMessages = await watchMessages(database, channels.isHeard, ({ id, topic, event, payload, binary_payload: bytes }) =>
    channels.deliver(topic, { event: event ?? "", payload, bytes, meta: { id } }),
  );
  let checking = null;
  const timer = setInterval(() => {
    checking ??= channels.recheck().finally(() => {
      checking = null;
    });
  }, config.recheckSeconds * 1000);
  let stopSockets = () => {};

  return {
    http: broadcastsOverHttp({ ...access, channels }),
    serve: (server) => {
      stopSockets = serveSockets(server, { claimsOf: access.claimsOf, channels, print });
    },
    stop: async () => {
      clearInterval(timer);
      stopSockets();
      await stopMessages().catch(() => {});
      await database.end({ timeout: 1 });
    },
  };
}
