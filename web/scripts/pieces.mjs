// What the manifests (src/<domain>/domain.ts) load, and the namespaces of the words that come with it.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** @typedef {{ domain: string, file: string, says: string[] }} Piece A file is named as in src/, without its ending. */

/** @returns {Piece[]} */
export function pieces() {
  return manifests().flatMap(({ domain, text }) =>
    [...text.matchAll(/(?<!await )import\("\.\/(?!(?:\w+\/)*words\.)([\w/]+)"\)/g)].map((match) => ({
      domain,
      file: `${domain}/${match[1]}`,
      says: saysOf(text.slice(0, match.index)) ?? [domain],
    })),
  );
}

/**
 * Where the dictionaries are, by namespace: `progress/coach/words` for `progressCoach`.
 * @returns {Map<string, string>}
 */
export function dictionaries() {
  const found = manifests().flatMap(({ domain, text }) =>
    [...text.matchAll(/(\w+): \{\s*en: \(\) => import\("\.\/([\w/]+)\.en"\)/g)].map(
      (match) => /** @type {[string, string]} */ ([String(match[1]), `${domain}/${match[2]}`]),
    ),
  );
  return new Map([["app", "foundation/words"], ...found]);
}

/** @returns {{ domain: string, text: string }[]} */
function manifests() {
  return readdirSync(src, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: domain }) => ({ domain, file: path.join(src, domain, "domain.ts") }))
    .filter(
      ({ domain }) => domain !== "foundation" && readdirSync(path.join(src, domain)).includes("domain.ts"),
    )
    .map(({ domain, file }) => ({ domain, text: readFileSync(file, "utf8") }));
}

/**
 * What the object says whose text ends here, if it does.
 * @param {string} before
 */
function saysOf(before) {
  const own = before.slice(before.lastIndexOf("{"));
  const list = /says: \[([^\]]*)\]/.exec(own)?.[1];
  return list === undefined ? undefined : [...list.matchAll(/"(\w+)"/g)].map((match) => String(match[1]));
}
