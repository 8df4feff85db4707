/** What the bucket for attachments accepts, see sql/messaging/settings.sql. */
export const MAX_BYTES = 25 * 1024 * 1024;
export const MAX_FILES = 10;

const at = (offset: number, ...bytes: number[]) => ({ offset, bytes });
const text = (value: string) => [...value].map((one) => one.charCodeAt(0));

/** Leading bytes of each type, from the formats' own specifications. functions/wellio/foundation/file_types.py looks again. */
const SIGNATURES: [type: string, ...{ offset: number; bytes: number[] }[]][] = [
  ["image/jpeg", at(0, 0xff, 0xd8, 0xff)],
  ["image/png", at(0, 0x89, ...text("PNG\r\n\x1a\n"))],
  ["image/gif", at(0, ...text("GIF87a"))],
  ["image/gif", at(0, ...text("GIF89a"))],
  ["image/webp", at(0, ...text("RIFF")), at(8, ...text("WEBP"))],
  ["image/heic", at(4, ...text("ftyphei"))],
  ["image/heic", at(4, ...text("ftypmif1"))],
  ["application/pdf", at(0, ...text("%PDF-"))],
  ["video/quicktime", at(4, ...text("ftypqt"))],
  ["audio/mp4", at(4, ...text("ftypM4A"))],
  ["video/mp4", at(4, ...text("ftyp"))],
  ["audio/ogg", at(0, ...text("OggS"))],
  ["audio/mpeg", at(0, ...text("ID3"))],
  ["audio/mpeg", at(0, 0xff, 0xfb)],
  ["audio/mpeg", at(0, 0xff, 0xf3)],
  ["audio/mpeg", at(0, 0xff, 0xf2)],
];
const WEBM = at(0, 0x1a, 0x45, 0xdf, 0xa3);

/** The type of a file by its bytes; what its name and its sender claim does not count. Null: it cannot be attached. */
export async function typeOf(file: Blob): Promise<string | null> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const has = ({ offset, bytes }: { offset: number; bytes: number[] }) =>
    bytes.every((byte, index) => head[offset + index] === byte);
  const found = SIGNATURES.find(([, ...marks]) => marks.every(has));
  if (found) return found[0];
  if (has(WEBM)) return file.type === "audio/webm" ? "audio/webm" : "video/webm";
  return isText(head) ? (file.type === "text/csv" ? "text/csv" : "text/plain") : null;
}

function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.includes(0)) return false;
  try {
    // The end may cut a character in two.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export interface ReadyFile {
  name: string;
  blob: Blob;
}

export type Problem = "unsupported" | "tooLarge";

const MAX_SIDE = 2048;

/** A file as it will be sent, or why it cannot be sent. */
export async function prepare(file: File): Promise<ReadyFile | Problem> {
  const type = await typeOf(file);
  if (!type) return "unsupported";
  const blob = await withoutMetadata(file.slice(0, file.size, type));
  return blob.size > MAX_BYTES ? "tooLarge" : { name: file.name.slice(-200) || "file", blob };
}

/** A photo scaled down, without the camera's metadata about place and device. What cannot be decoded stays as it is. */
async function withoutMetadata(file: Blob): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|heic)$/.test(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.type === "image/png") return file;
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  } catch {
    return file;
  }
}

export function isPicture(type: string): boolean {
  return /^image\/(jpeg|png|webp|gif)$/.test(type);
}
