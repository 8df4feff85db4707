// Builds dist/worker.js, the service worker, with the list of the files that it keeps: the whole build.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(web, "dist");

/** @param {string} file */
const revisionOf = (file) =>
  createHash("sha256")
    .update(readFileSync(path.join(dist, file)))
    .digest("hex")
    .slice(0, 16);

const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((file) => !statSync(path.join(dist, file)).isDirectory())
  .filter((file) => /\.(js|css|svg|png|webmanifest)$/.test(file))
  .toSorted()
  // The names of assets hold a hash of their content.
  .map((file) => ({ url: `/${file}`, revision: file.startsWith("assets/") ? null : revisionOf(file) }));

await build({
  configFile: false,
  root: web,
  logLevel: "warn",
  publicDir: false,
  define: {
    __FILES__: JSON.stringify([{ url: "/", revision: revisionOf("index.html") }, ...files]),
    "process.env.NODE_ENV": '"production"',
  },
  build: {
    outDir: dist,
    emptyOutDir: false,
    rolldownOptions: {
      input: path.join(web, "worker/worker.mjs"),
      output: { format: "iife", entryFileNames: "worker.js" },
    },
  },
});
