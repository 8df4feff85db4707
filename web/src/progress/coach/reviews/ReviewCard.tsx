import { Anchor, Button, Group, Paper, Stack } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { InboxCardProps } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import classes from "../../../people/inbox/inbox.module.css";
import { describeEventOn } from "../../describeEvent";
import { counts, type ProgressEvent } from "../../events";
import { clockOf } from "../../feed/clockOf";
import { DoubtfulValue, isUnusual, likelyOf } from "../../feed/DoubtfulValue";
import { EntryText } from "../../feed/EntryText";
import { EventChip } from "../../feed/EventChip";
import feed from "../../feed/Feed.module.css";
import { LogPictures } from "../../feed/LogPictures";
import { ReasonLines } from "../../feed/ReasonLines";
import { Failure } from "../../feed/ReviewNote";
import { actionOf, isConcern, type ReviewAction, type ReviewItem } from "./reviewItems";
import type { ReviewDecision } from "./useReviews";

const FixDialog = lazy(() => import("../../correction/FixDialog"));
const AddDialog = lazy(() => import("../../correction/AddDialog"));

interface ReviewCardProps extends InboxCardProps {
  item: ReviewItem;
  isPending: boolean;
  error: Error | null;
  onDecide: (decision: Exclude<ReviewDecision, { kind: "add" }>) => void;
  /** A dialog has added or corrected a value. */
  onChanged: (kind: "add" | "correct", event: ProgressEvent) => void;
}

/** One thing to decide on: whose it is, the entry, the value with its reason, and what can be done. */
export function ReviewCard({ item: { log, event }, client, ref, ...rest }: ReviewCardProps) {
  const { isPending, error, onDecide, onChanged, onReply } = rest;
  const { t } = useTranslation();
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const [dialog, setDialog] = useState<"fix" | "add">();
  const likely = event && likelyOf(event);
  const correct = (to: ProgressEvent) =>
    event && onDecide({ kind: "correct", event, data: to.data_json, day: event.date_for_metric });
  const confirm = () => event && onDecide({ kind: "confirm", event });

  const act: Record<ReviewAction, () => void> = {
    primary: () => (likely ? act.likely() : event || isConcern(log) ? act.right() : setDialog("add")),
    likely: () => likely && correct(likely),
    right: () => {
      if (!event) onDecide({ kind: "settle" });
      else if (isUnusual(event)) setAsking(true);
      else confirm();
    },
    wrong: () => (event ? onDecide({ kind: "reject", event }) : onDecide({ kind: "settle" })),
    fix: () => setDialog(event ? "fix" : "add"),
  };
  const onKeyDown = (pressed: KeyboardEvent<HTMLElement>) => {
    if (pressed.key === "Escape") setAsking(false);
    const action = actionOf(pressed);
    if (!action || dialog || isPending) return;
    if (action === "primary" && pressed.target !== pressed.currentTarget) return; // the button's own Enter
    pressed.preventDefault();
    act[action]();
  };
  const name = event
    ? describeEventOn(event, log.local_date_for_client, t, format)
    : t("progress:review.title");
  return (
    <Paper
      component="article"
      ref={ref}
      withBorder
      p="sm"
      tabIndex={-1}
      className={classes.card}
      aria-label={client ? `${client.name}: ${name}` : name}
      aria-keyshortcuts="J K R E L W F U"
      onKeyDown={onKeyDown}
    >
      <Stack gap={8}>
        <Group justify="space-between" gap="xs">
          {client && (
            <Anchor component={Link} to={`/clients/${client.id}/feed`} fw={600} c="var(--mantine-color-text)">
              {client.name}
            </Anchor>
          )}
          <span className={feed.meta}>
            {format.day(log.local_date_for_client)}, {clockOf(log, client?.timezone, format)}
          </span>
        </Group>
        <EntryText log={log} />
        <LogPictures paths={log.media_urls} />
        <OtherValues log={log} event={event} />
        {event ? (
          <div>
            <DoubtfulValue
              log={log}
              event={event}
              isPending={isPending}
              isAsking={isAsking}
              onAsk={setAsking}
              onConfirm={confirm}
              onLikely={correct}
              onFix={() => setDialog("fix")}
              onReject={act.wrong}
            />
          </div>
        ) : (
          <NotUnderstood log={log} isPending={isPending} onAdd={act.fix} onSettle={act.wrong} />
        )}
        {onReply && client?.hasAccount && (
          <div>
            <Button size="compact-sm" variant="subtle" onClick={onReply}>
              {t("progressCoach:reviews.answer")}
            </Button>
          </div>
        )}
        <Failure error={error} />
      </Stack>
      {dialog && (
        <Suspense>
          {dialog === "fix" && event ? (
            <FixDialog
              log={log}
              events={[event]}
              onCorrected={(corrected) => onChanged("correct", corrected)}
              onClose={() => setDialog(undefined)}
            />
          ) : (
            <AddDialog
              log={log}
              onAdded={(added) => onChanged("add", added)}
              onClose={() => setDialog(undefined)}
            />
          )}
        </Suspense>
      )}
    </Paper>
  );
}

interface NotUnderstoodProps {
  log: ReviewItem["log"];
  isPending: boolean;
  onAdd: () => void;
  onSettle: () => void;
}

function NotUnderstood({ log, isPending, onAdd, onSettle }: NotUnderstoodProps) {
  const { t } = useTranslation();
  const add = (
    <Button key="add" size="compact-sm" variant={isConcern(log) ? "default" : "filled"} onClick={onAdd}>
      {t("progress:review.add")}
    </Button>
  );
  const settle = (
    <Button
      key="settle"
      size="compact-sm"
      variant={isConcern(log) ? "filled" : "default"}
      loading={isPending}
      onClick={onSettle}
    >
      {isConcern(log) ? t("progressCoach:reviews.seen") : t("progress:receipt.settle")}
    </Button>
  );
  return (
    <div>
      <ReasonLines log={log} />
      <Group gap={6} mt={6}>
        {isConcern(log) ? [settle, add] : [add, settle]}
      </Group>
    </div>
  );
}

/** What else was read from the entry and counts. */
function OtherValues({ log, event }: Pick<ReviewItem, "log" | "event">) {
  const others = log.events.filter((one) => one.id !== event?.id && counts(one));
  if (others.length === 0) return null;
  return (
    <Group gap={6}>
      {others.map((one) => (
        <EventChip key={one.id} event={one} logDay={log.local_date_for_client} />
      ))}
    </Group>
  );
}
