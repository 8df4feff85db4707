/** IANA names this browser knows, `current` first, even where the browser does not know it. */
export function timeZones(current: string): string[] {
  return [...new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
