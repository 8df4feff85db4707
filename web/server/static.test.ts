import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicConfig } from "./config.mjs";
import { appServer } from "./static.mjs";

const CONFIG = { apiUrl: "https://api.example.com", publishableKey: "sb_publishable_x" };
let server: Server;
let origin: string;

beforeAll(async () => {
  const root = mkdtempSync(path.join(tmpdir(), "wellio-web-"));
  const dist = path.join(root, "dist");
  mkdirSync(path.join(dist, "assets"), { recursive: true });
  writeFileSync(path.join(root, "secret.js"), "secret");
  writeFileSync(
    path.join(dist, "index.html"),
    '<meta nonce="CSP_NONCE"><script src="/assets/a.js"></script>',
  );
  writeFileSync(path.join(dist, "assets/a.js"), "plain");
  writeFileSync(path.join(dist, "assets/a.js.gz"), "zipped");
  server = appServer(dist, CONFIG);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

describe("the server", () => {
  it("answers every page with the app, and a nonce of its own", async () => {
    const answers = await Promise.all(
      ["/", "/progress", "/invite/AB-CD"].map((page) => fetch(origin + page)),
    );
    const nonces = answers.map(
      (answer) => /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1],
    );
    expect(new Set(nonces).size).toBe(3);
    for (const [index, answer] of answers.entries()) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`nonce="${nonces[index]}"`);
    }
  });

  it("allows no inline script, no eval and no other origin but the API's", async () => {
    const policy = (await fetch(origin)).headers.get("content-security-policy") ?? "";
    expect(policy).not.toMatch(/unsafe/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://api.example.com wss://api.example.com;");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("tells the public configuration and nothing else", async () => {
    const answer = await fetch(`${origin}/config.json`);
    expect(await answer.json()).toEqual(CONFIG);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("sends the compressed file to those who take it", async () => {
    expect(await raw("/assets/a.js", { "accept-encoding": "gzip" })).toMatchObject({
      encoding: "gzip",
      body: "zipped",
    });
    expect(await raw("/assets/a.js", {})).toMatchObject({ encoding: undefined, body: "plain" });
  });

  it.each(["/assets/none.js", "/../secret.js", "/%2e%2e/secret.js", "/assets/..%2f..%2fsecret.js"])(
    "has nothing at %s",
    async (address) => {
      const answer = await raw(address, {});
      expect(answer.body).not.toContain("secret");
      expect(answer.status).not.toBe(200);
    },
  );
});

describe("the public configuration", () => {
  it.each(["sb_secret_abc", `x.${Buffer.from('{"role":"service_role"}').toString("base64url")}.y`])(
    "refuses the secret key %s",
    (key) => {
      expect(() => publicConfig({ SUPABASE_URL: "http://x", SUPABASE_PUBLISHABLE_KEY: key })).toThrow(
        /secret/,
      );
    },
  );

  it("wants both values", () => {
    expect(() => publicConfig({ SUPABASE_URL: "http://x" })).toThrow(/SUPABASE_PUBLISHABLE_KEY/);
  });
});

/** As sent: `fetch` would tidy the path and the encoding up. */
function raw(address: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; encoding: string | undefined; body: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(origin);
      request({ hostname, port, path: address, headers }, (answer) => {
        let body = "";
        answer.on("data", (chunk) => {
          body += chunk;
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode, encoding: answer.headers["content-encoding"], body }),
        );
      })
        .on("error", reject)
        .end();
    },
  );
}
