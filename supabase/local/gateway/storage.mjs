// Where Lite's Storage differs from the hosted one, and the clients notice.

/**
 * - Uploads sent as a form are unwrapped. Lite reads forms only from POST and only from a field called
 *   "file"; supabase-js calls it "", and `update` and signed uploads use PUT.
 * - Signed URLs are named and rooted as the clients expect them, and a bad one is a 400, not a 500.
 * - Several paths can be signed at once: Lite takes that request for one about a single, nameless object.
 */
export function storageLikeHosted(forward) {
  return async (c, next) => {
    const { method, path } = c.req;
    if (isUpload(method, path) && c.req.header("content-type")?.startsWith("multipart/form-data")) {
      c.req.raw = await unwrapForm(c.req.raw);
    }
    const bucket = /^\/storage\/v1\/object\/sign\/([^/]+)\/?$/.exec(path)?.[1];
    if (method === "POST" && bucket) return signEach(c, bucket, forward);
    await next();
    if (/^\/storage\/v1\/object\/(upload\/)?sign\//.test(path)) {
      if (method === "POST" && c.res.ok) c.res = await renameSignedUrls(c.res);
      if (method !== "POST" && [403, 500].includes(c.res.status)) c.res = invalidSignature();
    }
  };
}

function isUpload(method, path) {
  return ["POST", "PUT"].includes(method) && /^\/storage\/v1\/object\/(?!list\/|sign\/|move$|copy$)/.test(path);
}

async function signEach(c, bucket, forward) {
  const { paths, expiresIn } = await c.req.json();
  const answers = [];
  for (const path of paths) {
    const url = new URL(`/storage/v1/object/sign/${bucket}/${path.split("/").map(encodeURIComponent).join("/")}`, c.req.url);
    const headers = new Headers(c.req.raw.headers);
    headers.delete("content-length");
    const answer = await forward(new Request(url, { method: "POST", headers, body: JSON.stringify({ expiresIn }) }), c);
    const body = await answer.json();
    const error = answer.ok ? null : "Either the object does not exist or you do not have access to it";
    answers.push({ path, error, ...(answer.ok ? rename(body) : { signedURL: null }) });
  }
  return c.json(answers);
}

function invalidSignature() {
  const body = { statusCode: "400", error: "InvalidJWT", message: "The signature of this URL is not valid" };
  return new Response(JSON.stringify(body), { status: 400, headers: { "content-type": "application/json" } });
}

async function unwrapForm(request) {
  const form = await request.formData();
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
