const KEPT_MS = 40_000;

/** Hands a value to the browser as a JSON file, to be saved where the person likes. */
export function saveAsFile(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read only after this task, and fail silently when the address is gone by then.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
