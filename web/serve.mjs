// Serves the built app:  SUPABASE_URL=… SUPABASE_PUBLISHABLE_KEY=… node serve.mjs [--port 8080] [--host 127.0.0.1]
// Port 0 takes a free one. Prints "listening on <url>" once it answers.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { publicConfig } from "./server/config.mjs";
import { appServer } from "./server/static.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: "8080" }, host: { type: "string", default: "127.0.0.1" } },
});
const folder = fileURLToPath(new URL("dist", import.meta.url));
if (!existsSync(`${folder}/index.html`)) {
  console.error("The app is not built: run `npm run build` in web/ first.");
  process.exit(1);
}

const server = appServer(folder, publicConfig(process.env));
server.listen(Number(values.port), values.host, () => {
  const address = server.address();
  if (address && typeof address === "object")
    console.log(`listening on http://${values.host}:${address.port}`);
});

for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
