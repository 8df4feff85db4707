/** What the bucket for pictures takes; see sql/progress/settings.sql. */
export const ACCEPTED = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "image/gif",
  "application/pdf",
];
export const MAX_BYTES = 10 * 1024 * 1024;
export const MAX_FILES = 10;

const MAX_SIDE = 2048;
const JPEG_QUALITY = 0.85;

export type AttachmentProblem = "unsupported" | "tooLarge";

export interface Attachment {
  id: string;
  name: string;
  blob: Blob;
}

/** A file as it will be sent, or why it cannot be. */
export async function prepareAttachment(file: File): Promise<Attachment | AttachmentProblem> {
  if (!ACCEPTED.includes(file.type)) return "unsupported";
  const blob = await shrink(file);
  if (blob.size > MAX_BYTES) return "tooLarge";
  return { id: crypto.randomUUID(), name: file.name, blob };
}

/**
 * A photo at a size that can be read and sent fast, without what the camera noted about place and device. Whatever this
 * browser cannot decode stays as it is.
 */
async function shrink(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|heic)$/.test(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.type === "image/png") return file; // a screenshot: its text stays sharp
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
  } catch {
    return file;
  }
}

const EXTENSIONS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/heic": "heic",
  "image/gif": "gif",
  "application/pdf": "pdf",
};

/** A name in storage that is this file's for ever: sending again meets the same one. */
export function mediaPath(clientId: string, requestId: string, index: number, type: string): string {
  return `${clientId}/${requestId}-${index + 1}.${EXTENSIONS[type] ?? "bin"}`;
}
