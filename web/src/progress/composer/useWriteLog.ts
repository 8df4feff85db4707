import { useCallback } from "react";
import type { LogSource } from "../api";
import { useOutbox } from "../outbox/OutboxProvider";
import { type Attachment, mediaPath } from "./attachments";

interface Draft {
  text: string;
  attachments?: Attachment[];
  source: LogSource;
}

export type WriteLog = (draft: Draft) => Promise<void>;

/** Writes a log. It is shown at once and sent as soon as possible. Rejects only if it could not be saved on this device. */
export function useWriteLog(clientId: string, timeZone: string): WriteLog {
  const outbox = useOutbox();
  return useCallback(
    ({ text, attachments = [], source }) => {
      const requestId = crypto.randomUUID();
      return outbox.add({
        requestId,
        clientId,
        timeZone,
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
    [outbox, clientId, timeZone],
  );
}
