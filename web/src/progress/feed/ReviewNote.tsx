import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../account/queries";
import { describeError } from "../../foundation/describeError";
import type { Log } from "../api";
import type { ProgressEvent } from "../events";
import { IconEye } from "../icons";
import { type Decision, useDecide, useSettleLog } from "../queries";
import { isWithCoach } from "../reasons";
import { DoubtfulValue } from "./DoubtfulValue";
import { focusCard } from "./focusCard";
import { ReasonLines } from "./ReasonLines";

const AddDialog = lazy(() => import("../correction/AddDialog"));

interface ReviewNoteProps {
  log: Log;
  viewer: Log["author_type"];
  onFix: (event: ProgressEvent) => void;
}

/** The values that a person should decide on before they count. */
export default function ReviewNote({ log, viewer, onFix }: ReviewNoteProps) {
  const { t } = useTranslation();
  const doubtful = log.events.filter((event) => event.status === "needs_review");
  if (viewer === "client" && isWithCoach(log)) return <WithCoach log={log} />;
  return (
    <Alert
      color="yellow"
      variant="outline"
      icon={<IconEye aria-hidden />}
      title={t("progress:review.title")}
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
  const { mutate, isPending, error } = useDecide(log.client_id);
  const [isAsking, setAsking] = useState(false);
  const here = useRef<HTMLDivElement>(null);
  const decide = (decision: Decision) => {
    focusCard(here.current);
    mutate(decision, { onSettled: () => setAsking(false) });
  };
  return (
    <div ref={here}>
      <DoubtfulValue
        log={log}
        event={event}
        isPending={isPending}
        isAsking={isAsking}
        onAsk={setAsking}
        onConfirm={() => decide({ kind: "confirm", event })}
        onLikely={({ data_json: data }) =>
          decide({ kind: "correct", event, data, day: event.date_for_metric })
        }
        onFix={onFix}
        onReject={() => decide({ kind: "reject", event })}
      />
      <Failure error={error} />
    </div>
  );
}

/** What the coach looks at: the client has nothing to do. */
function WithCoach({ log }: { log: Log }) {
  const { t } = useTranslation();
  const hasCoach = useMe().data?.client?.coach_id != null;
  const isPicture = log.ai_reasons.some((reason) => reason.startsWith("p"));
  if (!hasCoach) return isPicture ? <Text size="sm">{t("progress:review.photoKept")}</Text> : null;
  return (
    <Text size="sm">{t(isPicture ? "progress:review.photoWithCoach" : "progress:review.withCoach")}</Text>
  );
}

/** No value is in doubt, but part of the entry was not understood. A person adds what it says, or dismisses it. */
function NotUnderstood({ log }: { log: Log }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useSettleLog(log.client_id);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div>
        <ReasonLines log={log} />
        <Text size="sm">{t("progress:review.kept")}</Text>
      </div>
      <Group gap={6}>
        <Button size="compact-sm" onClick={() => setAdding(true)}>
          {t("progress:review.add")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={isPending}
          onClick={(click) => {
            focusCard(click.currentTarget);
            mutate(log);
          }}
        >
          {t("progress:receipt.settle")}
        </Button>
      </Group>
      <Failure error={error} />
      {adding && (
        <Suspense>
          <AddDialog log={log} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

export function Failure({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Text size="sm" c="red" role="alert">
      {t("progress:receipt.failed", { reason: describeError(error, t) })}
    </Text>
  );
}
