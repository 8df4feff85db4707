/** The IANA names that this browser knows. `current` comes first, even if the browser does not know it. */
export function timeZones(current: string): string[] {
  return [...new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
