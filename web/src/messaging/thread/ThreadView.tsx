import { ActionIcon, Alert, Group, Text, Title } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import touch from "../../foundation/touch.module.css";
import type { Message, Thread } from "../api";
import { IconArrowLeft, IconBellOff, IconUsers } from "../icons";
import classes from "../messaging.module.css";
import { useSending } from "../outbox/useMessageOutbox";
import { useMarkRead, useMute, useThread } from "../queries";
import { useTitleOf } from "../useNames";
import { CompanyLine } from "./CompanyLine";
import { MessageComposer } from "./MessageComposer";
import { MessageList } from "./MessageList";
import { useCompany } from "./useCompany";

const ThreadPeople = lazy(() => import("./ThreadPeople"));

interface ThreadViewProps {
  threadId: string;
  /** Shown where the thread fills a phone's screen. */
  onLeave?: () => void;
  /** It stands below what is answered: smaller, and ready to write. */
  isAnswer?: boolean;
}

/** One conversation: its messages, and where the next one is written. */
export default function ThreadView({ threadId, ...rest }: ThreadViewProps) {
  const { t } = useTranslation();
  const thread = useThread(threadId);
  if (thread.data === undefined) {
    if (!thread.error) return <LoadingBlock height={400} />;
    return <LoadError error={thread.error} retry={() => thread.refetch()} retrying={thread.isFetching} />;
  }
  if (thread.data === null) {
    return (
      <Alert color="orange" role="alert" title={t("messaging:thread.unknown")}>
        {t("messaging:thread.unknownHint")}
      </Alert>
    );
  }
  return <OpenThread thread={thread.data} {...rest} />;
}

/** What is being answered or changed in the composer. */
export type Intent = { kind: "reply" | "edit"; message: Message } | null;

function OpenThread({
  thread,
  onLeave,
  isAnswer = false,
}: Omit<ThreadViewProps, "threadId"> & { thread: Thread }) {
  const { t } = useTranslation();
  const title = useTitleOf()(thread);
  const [intent, setIntent] = useState<Intent>(null);
  const company = useCompany(thread.topic);
  useReading(thread);
  useSending();

  return (
    <section
      className={classes.view}
      data-answer={isAnswer || undefined}
      aria-label={t("messaging:thread.with", { title })}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="xs" wrap="nowrap" miw={0}>
          {onLeave && (
            <ActionIcon
              variant="subtle"
              size={44}
              className={classes.back}
              aria-label={t("messaging:thread.back")}
              onClick={onLeave}
            >
              <IconArrowLeft size={20} aria-hidden />
            </ActionIcon>
          )}
          <Title order={onLeave ? 1 : 2} size="h4" style={{ overflowWrap: "anywhere" }} lineClamp={1}>
            {title}
          </Title>
        </Group>
        <Tools thread={thread} />
      </Group>
      <MessageList thread={thread} onIntent={setIntent} />
      {thread.topic && <CompanyLine company={company} people={thread.people} />}
      {thread.no_writing ? (
        <Text size="sm" c="dimmed" role="note">
          {t(`refusals:${thread.no_writing}`, { defaultValue: "" })}
        </Text>
      ) : (
        <MessageComposer
          key={intent?.kind === "edit" ? intent.message.id : "new"}
          thread={thread}
          intent={intent}
          autoFocus={isAnswer}
          onWriting={company.onWriting}
          onDone={() => setIntent(null)}
        />
      )}
    </section>
  );
}

function Tools({ thread }: { thread: Thread }) {
  const { t } = useTranslation();
  const [showsPeople, showPeople] = useState(false);
  const mute = useMute(thread.thread_id);
  const label = thread.muted ? t("messaging:thread.unmute") : t("messaging:thread.mute");
  return (
    <Group gap={4} wrap="nowrap">
      {thread.kind !== "direct" && (
        <ActionIcon
          variant="subtle"
          size={36}
          className={touch.target}
          aria-label={t("messaging:people.title")}
          title={t("messaging:people.title")}
          onClick={() => showPeople(true)}
        >
          <IconUsers size={18} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon
        variant={thread.muted ? "light" : "subtle"}
        size={36}
        className={touch.target}
        aria-label={label}
        aria-pressed={thread.muted}
        title={label}
        onClick={() => mute.mutate(!thread.muted)}
      >
        <IconBellOff size={18} aria-hidden />
      </ActionIcon>
      {showsPeople && (
        <Suspense>
          <ThreadPeople thread={thread} onClose={() => showPeople(false)} />
        </Suspense>
      )}
    </Group>
  );
}

/** Says that the thread has been read, while it is looked at. */
function useReading({ thread_id, last_seq, last_read_seq }: Thread): void {
  const { mutate } = useMarkRead(thread_id);
  useEffect(() => {
    const read = () => {
      if (last_seq > last_read_seq && document.visibilityState === "visible") mutate(last_seq);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [last_seq, last_read_seq, mutate]);
}
