import { useCallback } from "react";
import type { LogSource } from "../api";
import { useOutbox } from "../outbox/OutboxProvider";
import { type Attachment, mediaPath } from "./attachments";

interface Draft {
  text: string;
  attachments?: Attachment[];
  source: LogSource;
}

/** Writes a log. It is shown at once and sent as soon as possible. Rejects only if it could not be saved on this device. */
export function useWriteLog(clientId: string): (draft: Draft) => Promise<void> {
  const outbox = useOutbox();
  return useCallback(
    ({ text, attachments = [], source }) => {
      const requestId = crypto.randomUUID();
      return outbox.add({
        requestId,
        clientId,
        source,
        text: text.trim() || null,
        files: attachments.map(({ name, blob }, index) => ({
          name,
          blob,
          path: mediaPath(clientId, requestId, index, blob.type),
          uploaded: false,
        })),
      });
    },
    [outbox, clientId],
  );
}
