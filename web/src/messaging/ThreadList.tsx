import { Badge, Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUserId } from "../account/session";
import { useFormat } from "../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../foundation/Panel";
import type { Thread } from "./api";
import { IconBellOff, IconUsers } from "./icons";
import classes from "./messaging.module.css";
import { useThreads } from "./queries";
import { useTitleOf } from "./useNames";

/** The conversations, the one with the newest message first. */
export function ThreadList({ openId }: { openId: string | null }) {
  const { t } = useTranslation();
  const threads = useThreads();
  if (!threads.data) {
    if (!threads.error) return <LoadingBlock height={240} />;
    return <LoadError error={threads.error} retry={() => threads.refetch()} retrying={threads.isFetching} />;
  }
  const rows = threads.data.pages.flat();
  if (rows.length === 0) {
    return (
      <Text c="dimmed" size="sm" py="md">
        {t("messaging:empty")}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <ul className={classes.threads}>
        {rows.map((thread) => (
          <li key={thread.thread_id}>
            <ThreadLink thread={thread} isOpen={thread.thread_id === openId} />
          </li>
        ))}
      </ul>
      {threads.hasNextPage && (
        <Button
          variant="default"
          loading={threads.isFetchingNextPage}
          onClick={() => threads.fetchNextPage()}
        >
          {t("messaging:more")}
        </Button>
      )}
    </Stack>
  );
}

function ThreadLink({ thread, isOpen }: { thread: Thread; isOpen: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useTitleOf()(thread);
  return (
    <Link
      to={`/messages?thread=${thread.thread_id}`}
      className={classes.threadLink}
      aria-current={isOpen ? "page" : undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={6} wrap="nowrap" miw={0}>
          {thread.kind !== "direct" && <IconUsers size={16} aria-hidden />}
          <Text fw={thread.unread > 0 ? 700 : 500} truncate>
            {title}
          </Text>
          {thread.muted && <IconBellOff size={14} role="img" aria-label={t("messaging:thread.muted")} />}
        </Group>
        <Text size="xs" c="dimmed" style={{ flex: "none" }}>
          {format.ago(thread.last_at)}
        </Text>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" c="dimmed" truncate>
          <LastLine thread={thread} />
        </Text>
        {thread.unread > 0 && (
          <Badge size="sm" variant={thread.muted ? "default" : "filled"} style={{ flex: "none" }}>
            <span aria-hidden>{thread.unread}</span>
            <VisuallyHidden>{t("messagingUnread:unread", { count: thread.unread })}</VisuallyHidden>
          </Badge>
        )}
      </Group>
    </Link>
  );
}

/** The newest message in one line. */
export function LastLine({ thread: { last_message: last } }: { thread: Thread }) {
  const { t } = useTranslation();
  const userId = useUserId();
  if (!last) return t("messaging:noMessages");
  const text = last.deleted
    ? t("messaging:message.deleted")
    : last.body || t("messaging:files", { count: last.attachments });
  return last.sender_id === userId ? t("messaging:you", { text }) : text;
}
