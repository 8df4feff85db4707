import { Button, Group, Text } from "@mantine/core";
import type { TFunction } from "i18next";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";

interface DoubtfulValueProps {
  log: Log;
  event: ProgressEvent;
  isPending: boolean;
  /** Whether an unusual value is being asked for a second time. */
  isAsking: boolean;
  onAsk: (isAsking: boolean) => void;
  onConfirm: () => void;
  onLikely: (likely: ProgressEvent) => void;
  onFix: () => void;
  onReject: () => void;
}

/** A value that waits, why, and what can be done. The likely value comes first. */
export function DoubtfulValue({ log, event, isPending, isAsking, onAsk, ...on }: DoubtfulValueProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = describeEventOn(event, log.local_date_for_client, t, format);
  const likely = likelyOf(event);
  const hasAsked = useRef(false); // then the focus comes back to the button that asked
  if (isAsking) hasAsked.current = true;
  return (
    <>
      <Text size="sm" mb={6}>
        <b>{words}</b> — {event.review_reasons.map((reason) => reasonInWords(reason, t)).join(" ")}
      </Text>
      {isAsking ? (
        <>
          <Text size="sm" mb={6}>
            {t("progress:review.really", { event: words })}
          </Text>
          <Group gap={6}>
            <Button size="compact-sm" variant="default" autoFocus loading={isPending} onClick={on.onConfirm}>
              {t("progress:review.reallyYes")}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => onAsk(false)}>
              {t("app:cancel")}
            </Button>
          </Group>
        </>
      ) : (
        <Group gap={6}>
          {likely && (
            <Button size="compact-sm" loading={isPending} onClick={() => on.onLikely(likely)}>
              {t("progress:review.likely", {
                event: describeEventOn(likely, log.local_date_for_client, t, format),
              })}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            autoFocus={hasAsked.current}
            loading={isPending}
            onClick={() => (isUnusual(event) ? onAsk(true) : on.onConfirm())}
          >
            {t("progress:receipt.confirm")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={on.onFix}>
            {t("progress:receipt.fix")}
          </Button>
          <Button size="compact-sm" variant="default" loading={isPending} onClick={on.onReject}>
            {t("progress:receipt.reject")}
          </Button>
        </Group>
      )}
    </>
  );
}

/** The event with the value that was likely meant. */
export function likelyOf(event: ProgressEvent): ProgressEvent | null {
  return event.suggestion ? ({ ...event, data_json: event.suggestion } as object as ProgressEvent) : null;
}

/** Whether a value is asked for twice before it counts: it is out of range, or far from the one before. */
export function isUnusual(event: ProgressEvent): boolean {
  return event.review_reasons.some(
    (reason) =>
      reason === "weight_jump" ||
      (reason.endsWith("_out_of_range") && reason !== "macros_gap_pct_out_of_range"),
  );
}

/** Reasons are codes of the database; one that is new there is told in general words. */
function reasonInWords(code: string, t: TFunction): string {
  return t(`progress:review.${code as "other"}`, { defaultValue: t("progress:review.other") });
}
