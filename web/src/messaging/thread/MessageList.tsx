import { Button, Center, Loader, Text, VisuallyHidden } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { browserTimeZone, dayIn } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { useSeen } from "../../foundation/useSeen";
import type { Message, Thread } from "../api";
import { inOrder } from "../messages";
import classes from "../messaging.module.css";
import { useWaiting } from "../outbox/useMessageOutbox";
import { useMessages } from "../queries";
import { useNameOf } from "../useNames";
import { MessageItem } from "./MessageItem";
import type { Intent } from "./ThreadView";
import { WaitingItem } from "./WaitingItem";

interface MessageListProps {
  thread: Thread;
  onIntent: (intent: Intent) => void;
}

/** The messages by day, the newest at the bottom, with what still waits on this device. Older ones come on scrolling up. */
export function MessageList({ thread, onIntent }: MessageListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const ownId = useUserId();
  const nameOf = useNameOf();
  const pages = useMessages(thread.thread_id);
  const messages = pages.data ? inOrder(pages.data.pages) : [];
  const there = new Set(messages.map(({ id }) => id));
  const waiting = useWaiting(thread.thread_id).filter(({ requestId }) => !there.has(requestId));
  const zone = browserTimeZone();
  const today = dayIn(zone);
  const older = useSeen(messages[0]?.id ?? "", () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  });
  const dayOf = ({ sent_at }: Message) => dayIn(zone, new Date(sent_at));
  const newest = messages.at(-1);

  if (!pages.data) {
    if (!pages.error) return <LoadingBlock height={320} />;
    return <LoadError error={pages.error} retry={() => pages.refetch()} retrying={pages.isFetching} />;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={classes.scroller} tabIndex={0} role="log" aria-label={t("messaging:thread.messages")}>
      <VisuallyHidden role="status">
        {newest && newest.sender_id !== ownId && !newest.deleted_at
          ? t("messaging:message.from", { name: nameOf(thread.people, newest.sender_id), text: newest.body })
          : ""}
      </VisuallyHidden>
      <ol className={classes.messages}>
        {pages.hasNextPage && (
          <li ref={older} className={classes.day}>
            {pages.isFetchingNextPage ? (
              <Loader size="sm" role="status" aria-label={t("app:loading")} />
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => pages.fetchNextPage()}>
                {t("messaging:thread.earlier")}
              </Button>
            )}
          </li>
        )}
        {messages.map((message, index) => {
          const previous = messages[index - 1];
          const day = dayOf(message);
          return (
            <Fragment key={message.id}>
              {(!previous || dayOf(previous) !== day) && (
                <li className={classes.day}>{format.relativeDay(day, today) ?? format.date(day)}</li>
              )}
              <MessageItem
                thread={thread}
                message={message}
                replied={messages.find(({ id }) => id === message.reply_to)}
                onIntent={onIntent}
              />
            </Fragment>
          );
        })}
        {waiting.map((entry) => (
          <WaitingItem key={entry.requestId} entry={entry} />
        ))}
        {messages.length === 0 && waiting.length === 0 && (
          <li>
            <Center py="xl">
              <Text c="dimmed">{t("messaging:noMessages")}</Text>
            </Center>
          </li>
        )}
      </ol>
    </div>
  );
}
