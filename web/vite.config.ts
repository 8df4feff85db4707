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

function inFoundation(file: string): string {
  return fileURLToPath(new URL(`src/foundation/${file}`, import.meta.url));
}

export default defineConfig({
  plugins: [react(), configJson],
  resolve: {
    // What supabase-js imports. A path below one of them is the library itself.
    alias: [
      { find: /^@supabase\/functions-js$/, replacement: inFoundation("noFunctions.ts") },
      { find: /^iceberg-js$/, replacement: inFoundation("noFunctions.ts") },
      { find: /^@supabase\/realtime-js$/, replacement: inFoundation("realtime/lazyClient.ts") },
    ],
  },
  html: { cspNonce: "CSP_NONCE" },
  build: {
    manifest: true,
    target: "es2022",
    // Browsers that know light-dark(); older targets get a rewritten form that does not follow the chosen scheme.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    // The shell lists every file, so their names are part of each first load. The manifest says which is which.
    rollupOptions: { output: { chunkFileNames: "assets/[hash].js" } },
  },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}", "server/**/*.test.ts"] },
});
