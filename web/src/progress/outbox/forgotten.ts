/** How many entries this device has deleted, because their client is gone, since the page was opened. */
let count = 0;
const listeners = new Set<() => void>();

export function reportForgotten(entries: number): void {
  count += entries;
  for (const listener of listeners) listener();
}

export function clearForgotten(): void {
  reportForgotten(-count);
}

export function forgottenCount(): number {
  return count;
}

export function onForgotten(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
