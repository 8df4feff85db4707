// Fails when a page's first load needs more JavaScript than the budget, or when a secret key is in the build.
// Reads dist/.vite/manifest.json: a page is the entry and its lazy screen, with everything both import.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** @typedef {{ file: string, isEntry?: boolean, isDynamicEntry?: boolean, src?: string, imports?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(path.join(dist, ".vite/manifest.json"), "utf8"));

/**
 * @param {string} key
 * @param {Set<string>} found
 */
function withImports(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) withImports(imported, found);
  return found;
}

/** @param {Iterable<string>} files */
function gzipped(files) {
  let total = 0;
  for (const file of files) total += gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length;
  return total;
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (!entry) throw new Error("No entry in the manifest.");
const languages = Object.keys(manifest).filter((key) => /i18n\/[a-z]{2}\.ts$/.test(manifest[key]?.src ?? ""));
const screens = Object.keys(manifest).filter((key) => /Page\.tsx$/.test(manifest[key]?.src ?? ""));

let failed = false;
const shell = withImports(entry);
// Of the languages one is loaded: the largest counts.
const weight = (/** @type {string} */ key) => gzipped(withImports(key));
const language = languages.toSorted((a, b) => weight(b) - weight(a))[0];
if (language) withImports(language, shell);
for (const [name, files] of [
  ["shell", shell],
  .../** @type {[string, Set<string>][]} */ (screens.map((key) => [key, withImports(key, new Set(shell))])),
]) {
  const size = gzipped(/** @type {Set<string>} */ (files));
  const over = size > BUDGET;
  failed ||= over;
  console.log(`${over ? "OVER " : "ok   "} ${(size / 1000).toFixed(1).padStart(6)} kB  ${name}`);
}

for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (
    /\.(js|html|css)$/.test(file) &&
    /sb_secret_|service_role/.test(readFileSync(path.join(dist, file), "utf8"))
  ) {
    console.log(`SECRET ${file} mentions a secret key`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
