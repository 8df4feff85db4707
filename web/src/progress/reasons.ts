import type { i18n } from "i18next";
import type { Log } from "./api";
import type words from "./words.en";

type Reason = keyof (typeof words)["reason"];

/** The words for why work waits or failed. Where a reason has none, the server's own sentences are shown. */
export function describeReasons(reasons: string[], error: string | null, i18n: i18n): string[] {
  const known = reasons.filter((reason): reason is Reason => i18n.exists(`progress:reason.${reason}`));
  if (known.length === 0 || known.length < reasons.length) return error ? [error] : [];
  return known.map((reason) => i18n.t(`progress:reason.${reason}`));
}

/** Whether the entry shows pictures that were logged before. */
export function repeatsPictures({ ai_parsed_json: parsed }: Pick<Log, "ai_parsed_json">): boolean {
  return typeof parsed === "object" && !Array.isArray(parsed) && Number(parsed?.repeated_pictures ?? 0) > 0;
}

/** Reasons for which the coach looks at an entry, while the client has nothing to do. */
const FOR_COACH = [
  "complaint",
  "question",
  "picture_needs_model",
  "picture_needs_ocr",
  "picture_no_tracker",
  "picture_not_understood",
  "pdf_needs_model",
];

/** Whether an entry waits for the coach only: a photo, a complaint, a question. */
export function isWithCoach(log: Pick<Log, "ai_status" | "ai_reasons" | "events">): boolean {
  return (
    log.ai_status === "needs_review" &&
    log.ai_reasons.length > 0 &&
    log.ai_reasons.every((reason) => FOR_COACH.includes(reason)) &&
    log.events.every((event) => event.status !== "needs_review")
  );
}
