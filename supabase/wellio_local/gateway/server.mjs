// The gateway: REST, Auth, Storage and Realtime of one local project behind one URL, as on a hosted project.
// Configuration comes as one JSON object in the environment variable GATEWAY (see stack.py).

import { serve } from "@hono/node-server";
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { Hono } from "hono";
import { allowAnyOrigin } from "./cors.mjs";
import { answerLikePostgrest, refuseWhatCannotBeDone } from "./errors.mjs";
import { functionsProxy } from "./functions.mjs";
import { FolderStorage } from "./folder_storage.mjs";
import { passJsonArguments } from "./json_arguments.mjs";
import { lettersOfAuth } from "./letters.mjs";
import { logWithoutValues } from "./logging.mjs";
import { surviveLostConnections } from "./lost_connections.mjs";
import { refuseMalformed } from "./malformed.mjs";
import { startRealtime } from "./realtime/index.mjs";
import { logRequests } from "./requests.mjs";
import { wireTypes } from "./types.mjs";
import { quoteNamedArguments } from "./named_arguments.mjs";
import { refuseNulBytes } from "./nul_bytes.mjs";
import { relateLikePostgrest } from "./relationships.mjs";
import { reloadSchemaOnNotify } from "./schema_cache.mjs";
import { beginLikePostgrest } from "./session_context.mjs";
import { storageLikeHosted } from "./storage.mjs";

const config = JSON.parse(process.env.GATEWAY);
const print = logWithoutValues();

const connection = createPostgresConnection({
  url: config.dsn,
  postgresOptions: {
    max: config.connections,
    types: wireTypes,
    // Anybody can send a request with embeds in embeds, which is expensive.
    connection: { statement_timeout: config.statementSeconds * 1000 },
    onnotice: () => {},
    // Statements are not prepared, because a migration may change a table that a cached plan uses.
    prepare: false,
  },
});

// "active" says that roles and grants are in place. Otherwise Lite runs GRANT ALL ON ALL TABLES to anon and
// authenticated on its first request, which hides every missing or wrong grant of ours.
connection.rlsState = "active";
surviveLostConnections(connection);
answerLikePostgrest(connection);
passJsonArguments(connection);
quoteNamedArguments(connection);
refuseNulBytes(connection);
relateLikePostgrest(connection, config.schemas);
await beginLikePostgrest(connection, config.schemas);

const lite = new App({
  connection,
  api: { schemas: config.schemas, max_rows: config.maxRows, external_url: config.url },
  auth: {
    enabled: true,
    jwt_secret: config.jwtSecret,
    jwt_expiry: config.jwtExpiry,
    publishable_key: config.publishableKey,
    secret_key: config.secretKey,
    site_url: config.siteUrl,
    additional_redirect_urls: ["http://127.0.0.1:*/**", "http://localhost:*/**"],
    enable_signup: true,
    email: { enable_signup: true, enable_confirmations: config.confirmsEmail },
  },
  storage: { enabled: true, file_size_limit: `${config.fileSizeLimit}B` },
  studio: { enabled: false },
  options: {
    drivers: {
      email: lettersOfAuth(config),
    },
  },
});
lite._storageAdapter = new FolderStorage(config.storageFolder);
await lite.init();
await reloadSchemaOnNotify(connection);

const realtime = await startRealtime(config, print);
const gateway = new Hono();
gateway.use("*", allowAnyOrigin);
gateway.use("*", refuseMalformed);
gateway.get("/health", async (c) => {
  await connection.driver`select 1`;
  return c.json({ status: "ok" });
});
gateway.use("*", logRequests(print));
gateway.route("/", realtime.http);
gateway.all("/functions/v1/*", functionsProxy(config.functionsUrl));
const forward = (request, c) => lite.fetch(request, { peerAddress: c.env.incoming.socket.remoteAddress ?? null });
gateway.use("/rest/v1/*", refuseWhatCannotBeDone);
gateway.use("/storage/v1/*", storageLikeHosted(forward, config.fileSizeLimit));
gateway.all("*", (c) => forward(c.req.raw, c));

const server = serve({ fetch: gateway.fetch, hostname: "127.0.0.1", port: config.port }, ({ port }) => {
  console.log(`listening on ${port}`);
});
realtime.serve(server);

const stop = async () => {
  server.close();
  server.closeAllConnections?.();
  await realtime.stop();
  await connection.driver.end({ timeout: 1 });
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
