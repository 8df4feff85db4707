import { Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../account/queries";
import { describeError } from "../../foundation/describeError";
import { LoadingBlock } from "../../foundation/Panel";
import type { Log } from "../api";
import { counts, type ProgressEvent } from "../events";
import { useDecide } from "../queries";
import { repeatsPictures } from "../reasons";
import { EventChip } from "./EventChip";
import classes from "./Feed.module.css";
import { MealOrDay } from "./MealOrDay";

const UndoQuestion = lazy(() => import("./UndoQuestion"));
const ReviewNote = lazy(() => import("./ReviewNote"));
const FixDialog = lazy(() => import("../correction/FixDialog"));

const NOTE_HEIGHT = 150;

/** The stored events of an entry, with buttons to correct them. */
export function Receipt({ log, viewer }: { log: Log; viewer: Log["author_type"] }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useDecide(log.client_id);
  const [fixing, setFixing] = useState<ProgressEvent[] | null>(null);
  const undone = log.events.length > 0 && log.events.every((event) => event.status === "rejected");
  const alive = log.events.filter((event) => event.status !== "rejected");
  const waits = alive.some((event) => event.status === "needs_review"); // the note below has a button for each
  const [asking, setAsking] = useState<ProgressEvent[] | null>(null);
  const me = useMe().data?.id;
  const food = alive.filter((event) => event.event_type === "nutrition");
  const undo = (events: ProgressEvent[]) => {
    const settled = { onSettled: () => setAsking(null) };
    const [event] = events;
    if (event && events.length === 1 && alive.length > 1) mutate({ kind: "reject", event }, settled);
    else mutate({ kind: "undo", log }, settled);
  };
  /** Asks first where more than one value goes, or one that a person has decided on. */
  const startUndo = (events: ProgressEvent[]) =>
    events.length === 1 && events.every((event) => event.corrected_at === null)
      ? undo(events)
      : setAsking(events);

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
            onUndo={undoOf(event)}
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
              <Button size="compact-xs" variant="subtle" loading={isPending} onClick={() => startUndo(alive)}>
                {t("progress:receipt.undo")}
              </Button>
            </Group>
          )
        )}
      </Group>
      {asking && !undone && (
        <Suspense>
          <UndoQuestion
            log={log}
            events={asking}
            isPending={isPending}
            onUndo={() => undo(asking)}
            onKeep={() => setAsking(null)}
          />
        </Suspense>
      )}
      {food.map((event) => (
        <MealOrDay
          key={event.id}
          event={event}
          named={food.length > 1}
          isPending={isPending}
          onChange={({ data_json: data }) =>
            mutate({ kind: "correct", event, data, day: event.date_for_metric })
          }
        />
      ))}
      {log.ai_status === "processed" && repeatsPictures(log) && (
        <Text size="sm">{t("progress:receipt.repeatedPicture")}</Text>
      )}
      {(waits || log.ai_status === "needs_review") && (
        <Suspense fallback={<LoadingBlock height={NOTE_HEIGHT} />}>
          <ReviewNote log={log} viewer={viewer} onFix={(event) => setFixing([event])} />
        </Suspense>
      )}
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

  function undoOf(event: ProgressEvent): (() => void) | undefined {
    if (log.events.length < 2 || undone) return undefined; // the buttons beside are for all
    if (event.status !== "rejected") return () => startUndo([event]);
    return event.corrected_by === me ? () => mutate({ kind: "takeBack", event }) : undefined;
  }

  function receiptTitle(): string {
    if (undone) return t("progress:receipt.undone");
    if (log.events.some(counts)) return `${t("progress:receipt.recorded")}:`;
    if (log.events.length > 0) return `${t("progress:receipt.read")}:`;
    return log.ai_status === "processed" ? t("progress:receipt.nothing") : "";
  }
}
