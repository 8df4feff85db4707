// Fails when a page's first load needs more JavaScript than the budget, or when a secret key is in the build.
// Reads dist/.vite/manifest.json: a page is the entry and its lazy screen, with everything both import.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { dictionaries, pieces } from "./pieces.mjs";

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
  if (!chunk) throw new Error(`${key} is not in the build.`);
  if (found.has(chunk.file)) return found;
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
/** @param {string} file as in src/, without its ending */
const keyOf = (file) =>
  [".ts", ".tsx"].map((ending) => `src/${file}${ending}`).find((key) => manifest[key]) ?? file;

/**
 * Of the languages one is loaded: the largest counts.
 * @param {string[]} namespaces
 */
function words(namespaces) {
  const files = dictionaries();
  const inLanguage = (/** @type {string} */ language) =>
    namespaces.map((one) => keyOf(`${files.get(one)}.${language}`));
  const weight = (/** @type {string[]} */ keys) => gzipped(keys.flatMap((key) => [...withImports(key)]));
  return ["en", "ru"].map(inLanguage).reduce((a, b) => (weight(a) > weight(b) ? a : b));
}

/** @param {import("./pieces.mjs").Piece} screen */
function firstLoad(screen) {
  // What the domains add to the list of clients comes with both screens that show it.
  const list = pieces().filter(({ kind }) => /Clients?Page$/.test(screen.file) && kind === "clientList");
  const files = new Set(shell);
  for (const piece of [screen, ...list]) {
    for (const key of [keyOf(piece.file), ...words(piece.says)]) withImports(key, files);
  }
  return files;
}

let failed = false;
const shell = withImports(entry);
for (const key of words(["app"])) withImports(key, shell);
const screens = pieces().filter(({ kind }) => kind === "screen");
for (const [name, files] of [
  ["shell", shell],
  .../** @type {[string, Set<string>][]} */ (screens.map((screen) => [screen.file, firstLoad(screen)])),
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
