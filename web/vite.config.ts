/// <reference types="vitest/config" />

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { publicConfig } from "./server/config.mjs";

/** In development, /config.json comes from the environment, as `serve.mjs` does it for the build. */
const configJson: Plugin = {
  name: "config-json",
  configureServer(server) {
    server.middlewares.use("/config.json", (_request, response) => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(publicConfig(process.env)));
    });
  },
};

export default defineConfig({
  plugins: [react(), configJson],
  resolve: {
    alias: {
      "@supabase/functions-js": fileURLToPath(new URL("src/foundation/noFunctions.ts", import.meta.url)),
      "iceberg-js": fileURLToPath(new URL("src/foundation/noFunctions.ts", import.meta.url)),
      "@supabase/realtime-js": fileURLToPath(new URL("src/foundation/noRealtime.ts", import.meta.url)),
    },
  },
  html: { cspNonce: "CSP_NONCE" },
  build: {
    manifest: true,
    target: "es2022",
    // Browsers that know light-dark(); older targets get a rewritten form that does not follow the chosen scheme.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
  },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}", "server/**/*.test.ts"] },
});
