import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { type Attachment, MAX_BYTES, MAX_FILES } from "./attachments";

/** The files of the next entry, and why a file was not accepted. */
export function useAttachments() {
  const { t } = useTranslation();
  const format = useFormat();
  const [attachments, setAttachments] = useState<Attachment[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  const add = async (files: Iterable<File>) => {
    setProblem(null);
    const room = MAX_FILES - attachments.length;
    const chosen = [...files];
    const ready: Attachment[] = [];
    const { prepareAttachment } = await import("./prepareAttachment");
    for (const file of chosen.slice(0, room)) {
      const outcome = await prepareAttachment(file);
      if (typeof outcome === "object") ready.push(outcome);
      else {
        const limit = format.number(MAX_BYTES / 1024 / 1024, 0);
        setProblem(t(`progress:composer.${outcome}`, { name: file.name, limit }));
      }
    }
    if (chosen.length > room) setProblem(t("progress:composer.tooMany", { count: MAX_FILES }));
    setAttachments((before) => [...before, ...ready]);
  };
  const remove = (id: string) => setAttachments((before) => before.filter((file) => file.id !== id));
  const clear = () => {
    setAttachments([]);
    setProblem(null);
  };
  return { attachments, problem, add, remove, clear };
}
