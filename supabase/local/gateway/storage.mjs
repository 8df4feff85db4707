// Where Lite's Storage differs from the hosted one, and the clients notice.

/**
 * - Uploads sent as a form are unwrapped. Lite reads forms only from POST and only from a field called
 *   "file"; supabase-js calls it "" and `update` and signed uploads use PUT.
 * - Signed URLs are named and rooted as the clients expect them.
 */
export function storageLikeHosted() {
  return async (c, next) => {
    const { method, path } = c.req;
    const isUpload = ["POST", "PUT"].includes(method) && /^\/storage\/v1\/object\/(?!list\/|sign\/|move$|copy$)/.test(path);
    if (isUpload && c.req.header("content-type")?.startsWith("multipart/form-data")) {
      c.req.raw = await unwrapForm(c.req.raw);
    }
    await next();
    if (method === "POST" && /^\/storage\/v1\/object\/(upload\/)?sign\//.test(path) && c.res.ok) {
      c.res = await renameSignedUrls(c.res);
    }
  };
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
