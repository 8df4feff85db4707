// Who may hear a topic, and who may send to it: the policies of realtime.messages decide, as on a hosted project.

import { randomUUID } from "node:crypto";
import { errors, jwtVerify } from "jose";

const UNDONE = Symbol("undone");
const ROLES = ["anon", "authenticated", "service_role"];
const FOREVER = Number.MAX_SAFE_INTEGER;

/** A refusal in the words of hosted Realtime. */
export class Refusal extends Error {}

/** Return functions that read tokens and ask the policies. `database` is a connection of postgres.js. */
export function authorization({ database, jwtSecret, publishableKey, secretKey }) {
  const secret = new TextEncoder().encode(jwtSecret);
  const keys = new Map([
    [publishableKey, { role: "anon", exp: FOREVER }],
    [secretKey, { role: "service_role", exp: FOREVER }],
  ]);

  /** The claims of a key or a token. Throws `Refusal`. */
  async function claimsOf(token) {
    if (keys.has(token)) return keys.get(token);
    if (typeof token !== "string") throw new Refusal("MalformedJWT: The token provided is not a valid JWT");
    let claims;
    try {
      ({ payload: claims } = await jwtVerify(token, secret, { algorithms: ["HS256"] }));
    } catch (error) {
      throw new Refusal(wordsFor(error));
    }
    if (!claims.role || !claims.exp) {
      throw new Refusal("InvalidJWTToken: Fields `role` and `exp` are required in JWT");
    }
    if (!ROLES.includes(claims.role)) throw new Refusal("Unauthorized: The role of the token may not read messages");
    return claims;
  }

  /** Which of the extensions, "broadcast" and "presence", the claims may hear on a topic. */
  async function readable(topic, claims, extensions) {
    const probes = extensions.map((extension) => ({ id: randomUUID(), topic, extension }));
    const seen = await undone(async (transaction) => {
      await transaction`insert into realtime.messages ${transaction(probes, "id", "topic", "extension")}`;
      await become(transaction, topic, claims);
      return transaction`select id from realtime.messages where id = any (${probes.map(({ id }) => id)}::uuid[])`;
    });
    const ids = new Set(seen.map(({ id }) => id));
    return new Set(probes.filter(({ id }) => ids.has(id)).map(({ extension }) => extension));
  }

  /** Whether the claims may send on a topic. */
  async function writable(topic, claims, extension) {
    try {
      await undone(async (transaction) => {
        await become(transaction, topic, claims);
        await transaction`insert into realtime.messages (topic, extension) values (${topic}, ${extension})`;
      });
      return true;
    } catch (error) {
      if (error?.code === "42501") return false;
      throw error;
    }
  }

  async function become(transaction, topic, claims) {
    await transaction`select set_config('role', ${claims.role}, true), set_config('realtime.topic', ${topic}, true),
      set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.jwt.claim.sub', ${claims.sub ?? ""}, true),
      set_config('request.jwt.claim.role', ${claims.role}, true), set_config('request.headers', '{}', true)`;
  }

  /** Run a transaction for its result, and roll it back. */
  async function undone(work) {
    let result;
    try {
      await database.begin(async (transaction) => {
        result = await work(transaction);
        throw UNDONE;
      });
    } catch (error) {
      if (error !== UNDONE) throw error;
    }
    return result;
  }

  return { claimsOf, readable, writable };
}

function wordsFor(error) {
  if (error instanceof errors.JWTExpired) return `InvalidJWTToken: ${expired(error.payload)}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "JwtSignatureError: Failed to validate JWT signature";
  return "MalformedJWT: The token provided is not a valid JWT";
}

/** What is said of claims whose time is over. */
export function expired({ exp }) {
  return `Token has expired ${Math.max(1, Math.floor(Date.now() / 1000 - exp))} seconds ago`;
}
