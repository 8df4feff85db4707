import type { TFunction } from "i18next";
import type { Reason, RequestError } from "./request";

/** What the database says of a rule it enforces. Older copies that wait on a device have no reason. */
export type Refusal = Pick<RequestError, "code" | "message" | "hint"> & { reason?: Reason | null };

/** A column or a key of JSON, and no code, path or time zone: `end_date` is "end date" on every form. */
const NAME = /(?<![\w/"-])[a-z]+(_[a-z]+)+(?![\w/"-])/g;

/**
 * What is refused and what to do now, by the reason's words; in the database's own, which are English, where this build
 * does not know the reason. Null for errors that are no refusals.
 */
export function describeRefusal({ code, message, hint, reason }: Refusal, t: TFunction): string | null {
  if (!/^PT4\d\d$/.test(code)) return null;
  const words = reason && t(`refusals:${reason.name}`, { ...reason.args, defaultValue: "" });
  return words || [message, hint].filter(Boolean).join(". ").replace(NAME, inWords);
}

function inWords(name: string): string {
  return name.replaceAll("_", " ");
}
