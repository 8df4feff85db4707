/** Units in which something can be measured. A time is kept in seconds. */
export const UNITS = ["s", "reps", "kg", "m", "cm"] as const;

export function isUnit(text: string): text is (typeof UNITS)[number] {
  return (UNITS as readonly string[]).includes(text);
}
