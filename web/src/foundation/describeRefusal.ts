import type { TFunction } from "i18next";
import type { RequestError } from "./request";

/** A column or a key of JSON, and no code, path or time zone: `end_date` is "end date" on every form. */
const NAME = /(?<![\w/"-])[a-z]+(_[a-z]+)+(?![\w/"-])/g;

/** What the database says of a rule it enforces, and what to do now, in the reader's language; else null. */
export function describeRefusal(
  { code, message, hint }: Pick<RequestError, "code" | "message" | "hint">,
  t: TFunction,
): string | null {
  if (!/^PT4\d\d$/.test(code)) return null;
  const translations = Object.entries(t("refusals", { returnObjects: true }) as Record<string, string>);
  if (translations.length === 0) return [message, hint].filter(Boolean).join(". ").replace(NAME, inWords);
  for (const [said, words] of translations) {
    const match = saying(said).exec(message);
    if (match) return words.replace(/\$(\d)/g, (_, number) => match[Number(number)] ?? "");
  }
  return null;
}

function inWords(name: string): string {
  return name.replaceAll("_", " ");
}

/** Matches the message whose `%s` have been filled in. */
function saying(message: string): RegExp {
  return new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%s", "(.+)")}$`, "s");
}
