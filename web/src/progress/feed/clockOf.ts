import type { Format } from "../../foundation/i18n/format";
import type { Log } from "../api";

/**
 * The time of an entry by the clock that decided its day. `timeZone`: where the client lives now. An entry of another
 * time zone names that one.
 */
export function clockOf(
  log: Pick<Log, "created_at" | "timezone">,
  timeZone: string | undefined,
  format: Format,
): string {
  const time = format.time(log.created_at, log.timezone);
  return log.timezone === (timeZone ?? log.timezone) ? time : `${time} (${log.timezone})`;
}
