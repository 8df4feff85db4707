/** The number of entries that have not been sent. The domain that sends reports it; signing out asks for it. */
let count = 0;

export function reportUnsent(entries: number): void {
  count = entries;
}

export function unsentCount(): number {
  return count;
}
