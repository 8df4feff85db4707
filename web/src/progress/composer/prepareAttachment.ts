import { shrinkPhoto } from "../../foundation/shrinkPhoto";
import { ACCEPTED, type Attachment, type AttachmentProblem, MAX_BYTES } from "./attachments";

/** A file as it will be sent, or why it cannot be sent. */
export async function prepareAttachment(file: File): Promise<Attachment | AttachmentProblem> {
  if (!ACCEPTED.includes(file.type)) return "unsupported";
  const blob = await shrinkPhoto(file);
  if (blob.size > MAX_BYTES) return "tooLarge";
  return { id: crypto.randomUUID(), name: file.name, blob };
}
