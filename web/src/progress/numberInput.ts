/** A number as people type it, with a comma or a point, spaces between thousands; null if it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$|^\.\d+$/.test(plain) ? Number(plain) : null;
}
