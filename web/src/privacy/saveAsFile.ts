const KEPT_MS = 40_000;

/** Saves a value as a JSON file through the browser. */
export function saveAsFile(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers start reading only after this task, and fail silently if the URL is revoked by then.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
