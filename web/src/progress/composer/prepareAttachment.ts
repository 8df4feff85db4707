import { ACCEPTED, type Attachment, type AttachmentProblem, MAX_BYTES } from "./attachments";

const MAX_SIDE = 2048;
const JPEG_QUALITY = 0.85;

/** A file as it will be sent, or why it cannot be sent. */
export async function prepareAttachment(file: File): Promise<Attachment | AttachmentProblem> {
  if (!ACCEPTED.includes(file.type)) return "unsupported";
  const blob = await shrink(file);
  if (blob.size > MAX_BYTES) return "tooLarge";
  return { id: crypto.randomUUID(), name: file.name, blob };
}

/**
 * A photo scaled down so that it can be sent and read fast, without the camera's metadata about place and device. A file
 * that this browser cannot decode stays as it is.
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
