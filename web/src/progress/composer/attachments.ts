/** The types that the bucket for pictures accepts, see sql/progress/settings.sql. */
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

export type AttachmentProblem = "unsupported" | "tooLarge";

export interface Attachment {
  id: string;
  name: string;
  blob: Blob;
}

const EXTENSIONS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/heic": "heic",
  "image/gif": "gif",
  "application/pdf": "pdf",
};

/** The name of a file in storage. It never changes, so that sending again finds the same file. */
export function mediaPath(clientId: string, requestId: string, index: number, type: string): string {
  return `${clientId}/${requestId}-${index + 1}.${EXTENSIONS[type] ?? "bin"}`;
}
