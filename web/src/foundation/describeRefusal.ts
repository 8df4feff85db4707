import type { TFunction } from "i18next";
import type { Reason, RequestError } from "./request";

/** The database's answer about a rule that it enforces. Older copies that wait on a device have no reason. */
export type Refusal = Pick<RequestError, "code" | "message" | "hint"> & { reason?: Reason | null };

/** The name of a column or a key, but no code, path or time zone. `end_date` is shown as "end date". */
const NAME = /(?<![\w/"-])[a-z]+(_[a-z]+)+(?![\w/"-])/g;

/**
 * What is refused and what to do now, in the words for its reason. A reason without words is shown in the database's own,
 * which are English. Null for errors that are not refusals.
 */
export function describeRefusal({ code, message, hint, reason }: Refusal, t: TFunction): string | null {
  if (!/^PT4\d\d$/.test(code)) return null;
  const words = reason && t(`refusals:${reason.name}`, { ...reason.args, defaultValue: "" });
  return words || [message, hint].filter(Boolean).join(". ").replace(NAME, inWords);
}

function inWords(name: string): string {
  return name.replaceAll("_", " ");
}
