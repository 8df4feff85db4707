// The built app over HTTP: files below one folder, index.html for every other page, /config.json from the environment.

import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { contentSecurityPolicy, SECURITY_HEADERS } from "./headers.mjs";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * @param {string} folder of the build
 * @param {import("./config.mjs").PublicConfig} config
 */
export function appServer(folder, config) {
  return createServer((request, response) => {
    answer(folder, config, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

/**
 * @param {string} folder
 * @param {import("./config.mjs").PublicConfig} config
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function answer(folder, config, request, response) {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const pathname = decoded(new URL(request.url ?? "/", "http://app").pathname);
  if (pathname === null) {
    response.writeHead(400).end();
  } else if (pathname === "/config.json") {
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(config));
  } else if (path.extname(pathname) && pathname !== "/index.html") {
    await sendFile(path.join(folder, path.posix.normalize(pathname)), request, response);
  } else {
    await sendPage(folder, config, response);
  }
}

/** @param {string} pathname */
function decoded(pathname) {
  try {
    const name = decodeURIComponent(pathname);
    return name.includes("\0") ? null : name;
  } catch {
    return null;
  }
}

/**
 * @param {string} folder
 * @param {import("./config.mjs").PublicConfig} config
 * @param {import("node:http").ServerResponse} response
 */
async function sendPage(folder, config, response) {
  const nonce = randomBytes(16).toString("base64");
  const page = await readFile(path.join(folder, "index.html"), "utf8");
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": contentSecurityPolicy(config.apiUrl, nonce),
  });
  response.end(page.replaceAll("CSP_NONCE", nonce));
}

/**
 * @param {string} file
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function sendFile(file, request, response) {
  const type = TYPES[path.extname(file)];
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encodings = [
    ["br", ".br"],
    ["gzip", ".gz"],
    ["", ""],
  ].filter(([name]) => !name || accepted.includes(name));
  for (const [encoding, suffix] of encodings) {
    const size = await sizeOf(file + suffix);
    if (size === null || !type) continue;
    if (encoding) response.setHeader("Content-Encoding", encoding);
    response.writeHead(200, {
      "Content-Type": type,
      "Content-Length": size,
      Vary: "Accept-Encoding",
      "Cache-Control": freshness(file),
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file + suffix).pipe(response);
    return;
  }
  response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found");
}

/** @param {string} file */
function freshness(file) {
  // Names below /assets/ carry a hash of the content.
  if (file.includes(`${path.sep}assets${path.sep}`)) return "public, max-age=31536000, immutable";
  return file.endsWith("worker.js") ? "no-cache" : "public, max-age=3600";
}

/** @param {string} file */
async function sizeOf(file) {
  try {
    const { size, isFile } = await stat(file).then((s) => ({ size: s.size, isFile: s.isFile() }));
    return isFile ? size : null;
  } catch {
    return null;
  }
}
