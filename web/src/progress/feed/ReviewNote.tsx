import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";
import { IconEye } from "../icons";
import { useDecide, useSettleLog } from "../queries";
import classes from "./Feed.module.css";
import { ReasonLines } from "./ReasonLines";

interface ReviewNoteProps {
  log: Log;
  onFix: (event: ProgressEvent) => void;
}

/** The values that a person should decide on before they count. */
export function ReviewNote({ log, onFix }: ReviewNoteProps) {
  const { t } = useTranslation();
  const doubtful = log.events.filter((event) => event.status === "needs_review");
  if (log.ai_status !== "needs_review" && doubtful.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="outline"
      icon={<IconEye aria-hidden />}
      title={t("progress:review.title")}
      classNames={{ title: classes.reviewTitle }}
      role="note"
    >
      <Stack gap="sm">
        {doubtful.map((event) => (
          <DoubtfulEvent key={event.id} log={log} event={event} onFix={() => onFix(event)} />
        ))}
        {doubtful.length === 0 && <NotUnderstood log={log} />}
      </Stack>
    </Alert>
  );
}

function DoubtfulEvent({ log, event, onFix }: { log: Log; event: ProgressEvent; onFix: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mutate, isPending, error } = useDecide(log.client_id);
  const words = describeEventOn(event, log.local_date_for_client, t, format);
  const [asking, setAsking] = useState(false);
  const likely = event.suggestion && ({ ...event, data_json: event.suggestion } as object as ProgressEvent);
  const confirm = () => mutate({ kind: "confirm", event }, { onSettled: () => setAsking(false) });
  const correct = ({ data_json: data }: ProgressEvent) =>
    mutate({ kind: "correct", event, data, day: event.date_for_metric });
  return (
    <div>
      <Text size="sm" mb={6}>
        <b>{words}</b> — {event.review_reasons.map((reason) => reasonInWords(reason, t)).join(" ")}
      </Text>
      {asking ? (
        <>
          <Text size="sm" mb={6}>
            {t("progress:review.really", { event: words })}
          </Text>
          <Group gap={6}>
            <Button size="compact-sm" variant="default" loading={isPending} onClick={confirm}>
              {t("progress:review.reallyYes")}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => setAsking(false)}>
              {t("app:cancel")}
            </Button>
          </Group>
        </>
      ) : (
        <Group gap={6}>
          {likely && (
            <Button size="compact-sm" loading={isPending} onClick={() => correct(likely)}>
              {t("progress:review.likely", {
                event: describeEventOn(likely, log.local_date_for_client, t, format),
              })}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            loading={isPending}
            onClick={() => (isUnusual(event) ? setAsking(true) : confirm())}
          >
            {t("progress:receipt.confirm")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onFix}>
            {t("progress:receipt.fix")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={isPending}
            onClick={() => mutate({ kind: "reject", event })}
          >
            {t("progress:receipt.reject")}
          </Button>
        </Group>
      )}
      <Failure error={error} />
    </div>
  );
}

/** No value is in doubt, but part of the entry was not understood. A person has to dismiss that. */
function NotUnderstood({ log }: { log: Log }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useSettleLog(log.client_id);
  return (
    <>
      <div>
        <ReasonLines log={log} />
        <Text size="sm">{t("progress:review.kept")}</Text>
      </div>
      <Group>
        <Button size="compact-sm" variant="default" loading={isPending} onClick={() => mutate(log)}>
          {t("progress:receipt.settle")}
        </Button>
      </Group>
      <Failure error={error} />
    </>
  );
}

function Failure({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Text size="sm" c="red" role="alert">
      {t("progress:receipt.failed", { reason: describeError(error, t) })}
    </Text>
  );
}

/** Whether a value is asked for twice before it counts: it is out of range, or far from the one before. */
function isUnusual(event: ProgressEvent): boolean {
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
