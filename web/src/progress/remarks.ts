import type { Log } from "./api";

/**
 * The sentences of `logs.ai_error`, as functions and database write them, and their names here. Logs keep sentences, not
 * reasons. A test finds a sentence that nothing writes any more.
 */
export const SENTENCES = [
  [/The picture could not be read: reading pictures needs a model and a key\./, "pictureNeedsModel"],
  [/The picture could not be read: there is no OCR here \([^)]*\)\./, "pictureNeedsOcr"],
  [/The picture could not be read: no numbers of a tracker were found on it[^.]*\./, "pictureNoTracker"],
  [/Some of the numbers on the picture were not understood\./, "pictureInPart"],
  [/The picture was not understood\./, "pictureNotUnderstood"],
  [/A PDF could not be read: that needs a model and a key\./, "pdfNeedsModel"],
  [/HEIC pictures cannot be read; send JPEG or PNG\./, "heic"],
  [/A picture is missing\./, "pictureMissing"],
  [/A picture is over 10 MB\./, "pictureTooLarge"],
  [/Not all pictures were looked at: those of one log may have 20 MB together\./, "picturesTooMuch"],
  [/The database returned a job that this version does not understand\./, "wrongForm"],
  [/A file is not an image or PDF\./, "notPicture"],
  [/The picture could not be loaded\./, "pictureNotLoaded"],
  [/The log was not fully understood\.|Part of the text was not understood\./, "notUnderstood"],
  [/It speaks of pain or illness\./, "complaint"],
  [/It asks a question\./, "question"],
  [/Today's model calls for this client are used up\./, "budgetSpent"],
  [/Today's model calls for the whole account are used up\./, "accountBudgetSpent"],
  [/Reading was interrupted too often\./, "interrupted"],
  [/the model did not answer in time|It took too long\./, "modelSlow"],
  [/too many requests to the model/, "modelBusy"],
  [/the model's service (?:could not be reached|failed[^.]*)/, "modelAway"],
  [/the model account has no quota left/, "modelQuota"],
  [/the model's service does not accept the key \(\d+\)|OPENAI_API_KEY is not set/, "modelKey"],
  [/the model declined to answer/, "modelDeclined"],
] as const;

export type RemarkCode = (typeof SENTENCES)[number][1] | "repeatedPicture";

export interface Remarks {
  codes: RemarkCode[];
  /** The server's own words where they have no name here yet. */
  rest: string;
}

/** The remarks on the reading of an entry: why it waits for a person or failed, and repeated pictures. */
export function remarksOn(log: Pick<Log, "ai_error" | "ai_parsed_json">): Remarks {
  const codes: RemarkCode[] = [];
  let rest = log.ai_error ?? "";
  for (const [sentence, code] of SENTENCES) {
    const without = rest.replace(sentence, "");
    if (without !== rest && !codes.includes(code)) codes.push(code);
    rest = without;
  }
  if (repeatedPictures(log.ai_parsed_json) > 0) codes.push("repeatedPicture");
  return { codes, rest: rest.replace(/\s+/g, " ").trim() };
}

function repeatedPictures(parsed: Log["ai_parsed_json"]): number {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return 0;
  return typeof parsed.repeated_pictures === "number" ? parsed.repeated_pictures : 0;
}
