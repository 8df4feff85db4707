/** How much of what was written here has not been sent yet. Told by the domain that sends; asked before signing out. */
let count = 0;

export function reportUnsent(entries: number): void {
  count = entries;
}

export function unsentCount(): number {
  return count;
}
