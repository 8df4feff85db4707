import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dictionaries, pieces } from "../../scripts/pieces.mjs";
import { domains } from "../domains";
import { dictionariesOf } from "../foundation/domain";

const SRC = fileURLToPath(new URL("..", import.meta.url));

/** The files that come with `file`, those it loads later included. Manifests load their pieces by themselves. */
function filesOf(file: string, found = new Set<string>()): Set<string> {
  const source = [".tsx", ".ts", "/index.ts"].map((ending) => file + ending).find((one) => existsSync(one));
  if (!source || found.has(source) || /\bdomains?\.ts$/.test(source)) return found;
  found.add(source);
  for (const [, imported = ""] of readFileSync(source, "utf8").matchAll(
    /(?:from|import)\s*\(?"(\.[^"]+)"/g,
  )) {
    filesOf(path.resolve(path.dirname(source), imported), found);
  }
  return found;
}

function namespacesIn(files: Iterable<string>): Set<string> {
  const known = [...dictionaries().keys()].join("|");
  const key = new RegExp(`["\`](${known}):[\\w$]`, "g");
  const said = [...files].flatMap((file) =>
    /words\.\w+\.ts$/.test(file) ? [] : [...readFileSync(file, "utf8").matchAll(key)],
  );
  return new Set(said.map(([, namespace = ""]) => namespace));
}

describe("the words of a piece", () => {
  it("are looked for where the manifests have them", () => {
    expect([...dictionaries().keys()].toSorted()).toEqual(
      ["app", ...Object.keys(dictionariesOf(domains))].toSorted(),
    );
    expect(pieces().length).toBeGreaterThan(10);
  });

  it.each(pieces())("come with $file", ({ file, says }) => {
    const needed = namespacesIn(filesOf(path.join(SRC, file)));
    needed.delete("app");
    expect(says.toSorted()).toEqual([...needed].toSorted());
  });
});
