/** Whether somebody wrote words where a number is asked for. */
export function hasWords(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** A number as people type it, with a comma or a point and spaces between thousands. Null if it is not a number. */
export function parseNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$|^\.\d+$/.test(plain) ? Number(plain) : null;
}
