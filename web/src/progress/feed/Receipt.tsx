import { Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import type { Log } from "../api";
import { counts, type ProgressEvent } from "../events";
import { useDecide } from "../queries";
import { repeatsPictures } from "../reasons";
import { EventChip } from "./EventChip";
import classes from "./Feed.module.css";
import { ReviewNote } from "./ReviewNote";
import { UndoQuestion } from "./UndoQuestion";

const FixDialog = lazy(() => import("../correction/FixDialog"));

/** The stored events of an entry, with buttons to correct them. */
export function Receipt({ log }: { log: Log }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useDecide(log.client_id);
  const [fixing, setFixing] = useState<ProgressEvent[] | null>(null);
  const undone = log.events.length > 0 && log.events.every((event) => event.status === "rejected");
  const alive = log.events.filter((event) => event.status !== "rejected");
  const waits = alive.some((event) => event.status === "needs_review"); // the note below has a button for each
  const [asking, setAsking] = useState(false);
  const decided = alive.filter((event) => event.corrected_at !== null);
  const isSimple = alive.length === 1 && decided.length === 0;
  const undo = () => mutate({ kind: "undo", log }, { onSettled: () => setAsking(false) });

  return (
    <Stack gap={8}>
      <Group gap={6}>
        <Text span className={classes.meta}>
          {receiptTitle()}
        </Text>
        {log.events.map((event) => (
          <EventChip
            key={event.id}
            event={event}
            logDay={log.local_date_for_client}
            onFix={event.status === "rejected" ? undefined : () => setFixing([event])}
          />
        ))}
        {undone ? (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={isPending}
            onClick={() => mutate({ kind: "restore", log })}
          >
            {t("progress:receipt.restore")}
          </Button>
        ) : (
          alive.length > 0 && (
            <Group gap={2} wrap="nowrap">
              {!waits && (
                <Button size="compact-xs" variant="subtle" onClick={() => setFixing(alive)}>
                  {t("progress:receipt.fix")}
                </Button>
              )}
              <Button
                size="compact-xs"
                variant="subtle"
                loading={isPending}
                onClick={() => (isSimple ? undo() : setAsking(true))}
              >
                {t("progress:receipt.undo")}
              </Button>
            </Group>
          )
        )}
      </Group>
      {asking && !undone && (
        <UndoQuestion
          log={log}
          events={alive}
          isPending={isPending}
          onUndo={undo}
          onKeep={() => setAsking(false)}
        />
      )}
      {log.ai_status === "processed" && repeatsPictures(log) && (
        <Text size="sm">{t("progress:receipt.repeatedPicture")}</Text>
      )}
      <ReviewNote log={log} onFix={(event) => setFixing([event])} />
      {error && (
        <Text size="sm" c="red" role="alert">
          {t("progress:receipt.failed", { reason: describeError(error, t) })}
        </Text>
      )}
      {fixing && (
        <Suspense>
          <FixDialog log={log} events={fixing} onClose={() => setFixing(null)} />
        </Suspense>
      )}
    </Stack>
  );

  function receiptTitle(): string {
    if (undone) return t("progress:receipt.undone");
    if (log.events.some(counts)) return `${t("progress:receipt.recorded")}:`;
    if (log.events.length > 0) return `${t("progress:receipt.read")}:`;
    return log.ai_status === "processed" ? t("progress:receipt.nothing") : "";
  }
}
