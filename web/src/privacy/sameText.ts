/** Whether two texts are the same but for case and spaces, as the database compares names. */
export function sameText(typed: string, expected: string): boolean {
  return plain(typed) === plain(expected);
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}
