import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { describeEventOn } from "../describeEvent";
import { isUnsettled } from "../queries";

/** What a screen reader says when an entry that was waiting has been read. */
export function useAnnouncement(logs: Log[]): string {
  const { t } = useTranslation();
  const format = useFormat();
  const waiting = useRef(new Set<string>());
  const [message, setMessage] = useState("");
  useEffect(() => {
    for (const log of logs) {
      if (isUnsettled(log)) waiting.current.add(log.id);
      else if (waiting.current.delete(log.id)) {
        const events = log.events.map((event) =>
          describeEventOn(event, log.local_date_for_client, t, format),
        );
        setMessage(
          events.length > 0
            ? t("progress:receipt.recordedText", { events: events.join(" · ") })
            : t(`progress:status.${log.ai_status}`),
        );
      }
    }
  }, [logs, t, format]);
  return message;
}
