/** IANA names this browser knows, with `current` among them even where it does not. */
export function timeZones(current: string): string[] {
  return [...new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort((a, b) =>
    a.localeCompare(b, "en"),
  );
}
