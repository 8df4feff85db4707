const MAX_SIDE = 2048;
const JPEG_QUALITY = 0.85;

/**
 * A photo scaled down so that it can be sent and read fast, without the camera's metadata about place and device. A file
 * that this browser cannot decode stays as it is.
 */
export async function shrinkPhoto(file: File): Promise<Blob> {
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
