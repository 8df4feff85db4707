import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** The rooms that a room may import besides itself. A room that is not named here is a domain. */
const BELOW: Record<string, string[]> = {
  foundation: [],
  account: ["foundation"],
  people: ["foundation", "account"],
  app: ["foundation", "account", "people", "domains"],
  domains: ["foundation"],
  main: ["foundation", "app", "domains"],
};
const BELOW_A_DOMAIN = ["foundation", "account", "people"];

const SRC = fileURLToPath(new URL("..", import.meta.url));
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.tsx?$/.test(file));

/** What every file imports: packages by name, own files as in src/, whatever way the import is written. */
const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(path.join(SRC, from), "utf8").matchAll(IMPORT)].map(([, named = ""]) => ({
    from,
    to: named.startsWith(".") ? path.posix.join(path.posix.dirname(from), named) : named,
  })),
);

/** Own files that are imported: paths that leave src/ lead to scripts and generated types. */
const own = imports.filter(({ to }) => files.some((file) => file.replace(/(\/index)?\.tsx?$/, "") === to));

/** A file in src/ itself is a room of its own. */
function roomOf(file: string): string {
  return file.replace(/\.tsx?$/, "").split("/")[0] ?? "";
}

function shown({ from, to }: Import): string {
  return `${from} -> ${to}`;
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

describe("who may know whom", () => {
  it("is asked of all imports", () => {
    expect(own.length).toBeGreaterThan(400);
  });

  it("lets a room import only rooms below it, and a domain no other domain", () => {
    const upward = own.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      return room !== other && !(BELOW[room] ?? BELOW_A_DOMAIN).includes(other);
    });
    expect(upward.map(shown)).toEqual([]);
  });

  it("lets nobody import a manifest, because domains.ts finds them by name", () => {
    const reading = own.filter(({ to }) => /^(?!foundation\/)\w+\/domain$/.test(to));
    expect(reading.map(shown)).toEqual([]);
  });

  it("lets api.ts alone ask Supabase", () => {
    const asking = imports.filter(
      ({ from, to }) => to === "foundation/supabase" && !/\/api\.ts$/.test(from) && from !== "main.tsx",
    );
    expect(asking.map(shown)).toEqual([]);
    const clients = imports.filter(
      ({ from, to }) => to.startsWith("@supabase/") && !["foundation", "account"].includes(roomOf(from)),
    );
    expect(clients.map(shown)).toEqual([]);
  });

  it("lets no test be imported", () => {
    expect(own.filter(({ to }) => isTest(`${to}.ts`)).map(shown)).toEqual([]);
  });
});
