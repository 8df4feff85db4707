const KEPT_MS = 40_000;

/** Saves a file through the browser. */
export function saveAsFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers start reading only after this task, and fail silently if the URL is revoked by then.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
