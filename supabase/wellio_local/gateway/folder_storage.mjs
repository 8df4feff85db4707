// The storage adapter that Lite needs but does not export. It keeps objects as files below one folder.

import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export class FolderStorage {
  driver = null;

  constructor(folder) {
    this.folder = path.resolve(folder);
  }

  async uploadObject(bucket, key, _version, body, contentType, cacheControl) {
    const file = this.#file(bucket, key);
    const partial = `${file}.${randomUUID()}.partial`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await pipeline(source(body), createWriteStream(partial));
      await rename(partial, file);
    } finally {
      await rm(partial, { force: true });
    }
    const { size, mtime } = await stat(file);
    const metadata = {
      cacheControl,
      contentLength: size,
      size,
      mimetype: contentType,
      lastModified: mtime,
      eTag: `"${createHash("md5").update(await readFile(file)).digest("hex")}"`,
    };
    await writeFile(`${file}.meta.json`, JSON.stringify(metadata));
    return { ...metadata, httpStatusCode: 200 };
  }

  async getObject(bucket, key) {
    const metadata = await this.headObject(bucket, key, undefined);
    const body = Readable.toWeb(createReadStream(this.#file(bucket, key)));
    return { metadata, httpStatusCode: 200, body };
  }

  async headObject(bucket, key) {
    const metadata = JSON.parse(await readFile(`${this.#file(bucket, key)}.meta.json`, "utf8"));
    return { ...metadata, lastModified: new Date(metadata.lastModified), httpStatusCode: 200 };
  }

  async deleteObject(bucket, key) {
    const file = this.#file(bucket, key);
    await rm(file, { force: true });
    await rm(`${file}.meta.json`, { force: true });
  }

  async deleteObjects(bucket, keys) {
    for (const key of keys) await this.deleteObject(bucket, key);
  }

  async copyObject(sourceBucket, sourceKey, _version, bucket, key) {
    const [from, to] = [this.#file(sourceBucket, sourceKey), this.#file(bucket, key)];
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, to);
    await copyFile(`${from}.meta.json`, `${to}.meta.json`);
    const { eTag, lastModified } = await this.headObject(bucket, key);
    return { eTag, lastModified, httpStatusCode: 200 };
  }

  async privateAssetUrl(bucket, key) {
    return `file://${this.#file(bucket, key)}`;
  }

  // The file name is a hash of the key, so that every key is allowed and none can leave the folder.
  #file(bucket, key) {
    const name = createHash("sha256").update(`${bucket}\0${key}`).digest("hex");
    return path.join(this.folder, name.slice(0, 2), name);
  }
}

function source(body) {
  if (body instanceof Uint8Array) return Readable.from([body]);
  if (body instanceof Blob) return Readable.fromWeb(body.stream());
  return Readable.fromWeb(body);
}
