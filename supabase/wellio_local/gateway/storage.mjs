// Where Lite's Storage differs from the hosted one in a way that clients notice.

const SORTED_BY = ["name", "updated_at", "created_at", "last_accessed_at"];
const FORM_FIELDS = 64 * 1024; // how much a form may hold besides its file

/**
 * - An upload without a length is read first, up to `limit` bytes. Lite trusts the length that a request states, and
 *   stores any amount when it states none.
 * - Uploads sent as a form are unwrapped. Lite reads forms only from POST and only from a field called
 *   "file"; supabase-js calls it "", and `update` and signed uploads use PUT.
 * - Signed URLs have the name and the root that clients expect, and a bad one is a 400, not a 500.
 * - A list must name an existing column and valid numbers. Lite passes everything on.
 * - Several paths can be signed at once. Lite takes such a request for one about a single object without a name.
 */
export function storageLikeHosted(forward, limit) {
  return async (c, next) => {
    const { method, path } = c.req;
    if (isUpload(method, path) && c.req.raw.body) {
      const isForm = c.req.header("content-type")?.startsWith("multipart/form-data");
      if (isForm || !c.req.header("content-length")) {
        const body = await readUpTo(limit + (isForm ? FORM_FIELDS : 0), c.req.raw.body);
        if (!body) return refused(413, "Payload too large", `The object exceeded the maximum allowed size of ${limit} bytes`);
        c.req.raw = isForm ? await unwrapForm(c.req.raw, body) : withLength(c.req.raw, body);
      }
    }
    const bucket = /^\/storage\/v1\/object\/sign\/([^/]+)\/?$/.exec(path)?.[1];
    if (method === "POST" && bucket) return signEach(c, bucket, forward);
    if (method === "POST" && /^\/storage\/v1\/object\/list\//.test(path)) {
      const body = await c.req.raw.clone().json().catch(() => null);
      if (!isSearch(body)) return refused(400, "InvalidRequest", "The search is not valid");
    }
    await next();
    if (/^\/storage\/v1\/object\/(upload\/)?sign\//.test(path)) {
      if (method === "POST" && c.res.ok) c.res = await renameSignedUrls(c.res);
      if (method !== "POST" && [403, 500].includes(c.res.status)) {
        c.res = refused(400, "InvalidJWT", "The signature of this URL is not valid");
      }
    }
  };
}

function isUpload(method, path) {
  return ["POST", "PUT"].includes(method) && /^\/storage\/v1\/object\/(?!list\/|sign\/|move$|copy$)/.test(path);
}

function isSearch(body) {
  const { limit = 1, offset = 0, sortBy } = body ?? {};
  const { column = "name", order = "asc" } = sortBy ?? {};
  return limit >= 1 && limit < 2 ** 31 && offset >= 0 && offset < 2 ** 31 && SORTED_BY.includes(column) && ["asc", "desc"].includes(order);
}

/** Return the body, or null when it is longer. Read the rest too, because a client reads no answer before. */
async function readUpTo(limit, body) {
  const parts = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size <= limit) parts.push(part);
    else parts.length = 0;
  }
  return size <= limit ? new Blob(parts) : null;
}

function withLength(request, body) {
  const headers = new Headers(request.headers);
  headers.set("content-length", String(body.size));
  return new Request(request.url, { method: request.method, headers, body });
}

async function signEach(c, bucket, forward) {
  const { paths, expiresIn } = (await c.req.json().catch(() => null)) ?? {};
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string")) {
    return refused(400, "InvalidRequest", "paths is not a list of strings");
  }
  const answers = [];
  for (const path of paths) {
    const signed = await sign(c, bucket, path, expiresIn, forward);
    const error = signed ? null : "Either the object does not exist or you do not have access to it";
    answers.push({ path, error, ...(signed ? rename(signed) : { signedURL: null }) });
  }
  return c.json(answers);
}

async function sign(c, bucket, path, expiresIn, forward) {
  if (!path.isWellFormed()) return null;
  const folder = `/storage/v1/object/sign/${bucket}/`;
  const url = new URL(folder + path.split("/").map(encodeURIComponent).join("/"), c.req.url);
  if (!url.pathname.startsWith(folder)) return null; // "../.."
  const headers = new Headers(c.req.raw.headers);
  headers.delete("content-length");
  const answer = await forward(new Request(url, { method: "POST", headers, body: JSON.stringify({ expiresIn }) }), c);
  return answer.ok ? answer.json() : null;
}

/** Refuse as Storage does: the body holds the status, and the response itself is a 400. */
function refused(status, error, message) {
  const body = { statusCode: String(status), error, message };
  return new Response(JSON.stringify(body), { status: 400, headers: { "content-type": "application/json" } });
}

async function unwrapForm(request, body) {
  const form = await new Response(body, { headers: { "content-type": request.headers.get("content-type") } }).formData();
  const headers = new Headers(request.headers);
  const file = [...form.values()].find((value) => value instanceof Blob);
  if (!file) return new Request(request.url, { method: request.method, headers, body: new Uint8Array() });
  const cacheControl = form.get("cacheControl");
  headers.set("content-type", file.type.split(";", 1)[0].trim() || "application/octet-stream");
  headers.set("content-length", String(file.size));
  if (typeof cacheControl === "string") headers.set("cache-control", `max-age=${cacheControl.replace(/^max-age=/, "")}`);
  return new Request(request.url, {
    method: request.method,
    headers,
    body: new Uint8Array(await file.arrayBuffer()),
  });
}

async function renameSignedUrls(response) {
  const body = await response.json();
  const renamed = Array.isArray(body) ? body.map(rename) : rename(body);
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(renamed), { status: response.status, headers });
}

function rename({ signedUrl, ...rest }) {
  const rooted = signedUrl?.replace(/^\/storage\/v1/, "") || null;
  return { ...rest, url: rooted, signedURL: rooted };
}
