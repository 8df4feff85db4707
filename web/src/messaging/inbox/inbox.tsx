import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Done, InboxItem, InboxItems, InboxPart, Recipient } from "../../foundation/domain";
import { LoadingBlock } from "../../foundation/Panel";
import { InboxCard } from "../../people/inbox/InboxCard";
import classes from "../../people/inbox/inbox.module.css";
import { useClients } from "../../people/queries";
import { markRead, markUnread, type Thread } from "../api";
import { keys } from "../keys";
import { useUnreadThreads } from "../queries";
import { LastLine } from "../ThreadList";
import { useTitleOf } from "../useNames";

const ThreadView = lazy(() => import("../thread/ThreadView"));
const ClientMessages = lazy(() => import("../coach/ClientMessages"));

/** Conversations with unread messages, and where the coach answers. */
const part: InboxPart = { useItems, Reply };

export default part;

function useItems(onDone: (done: Done) => void): InboxItems {
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const threads = useUnreadThreads();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries({ queryKey: keys.threads });
  const settle = useMutation({
    mutationFn: ({ thread_id, last_seq }: Thread) => markRead(thread_id, last_seq),
    onSuccess: async (_none, { thread_id, last_read_seq, ...thread }) => {
      await reload();
      onDone({
        words: t("messagingUnread:inbox.read", { title: titleOf(thread) }),
        takeBack: async () => {
          await markUnread(thread_id, last_read_seq);
          void reload();
          return thread_id;
        },
      });
    },
  });
  const item = (thread: Thread): InboxItem => ({
    key: thread.thread_id,
    kind: "messages",
    at: thread.last_at,
    clientId: thread.client_id,
    replyTo: { threadId: thread.thread_id },
    show: (card) => (
      <InboxCard
        {...card}
        title={titleOf(thread)}
        at={thread.last_at}
        onSettle={() => settle.mutate(thread)}
        isPending={settle.isPending && settle.variables.thread_id === thread.thread_id}
        error={settle.variables?.thread_id === thread.thread_id ? settle.error : null}
      >
        <Text className={classes.text} lineClamp={4}>
          <LastLine thread={thread} />
        </Text>
        <Text size="xs" c="dimmed">
          {t("messagingUnread:unread", { count: thread.unread })}
        </Text>
      </InboxCard>
    ),
  });
  return {
    items: threads.data?.map(item),
    error: threads.error,
    isFetching: threads.isFetching,
    retry: () => void threads.refetch(),
  };
}

function Reply({ to }: { to: Recipient }) {
  const clients = useClients();
  const client = "clientId" in to ? clients.data?.find(({ id }) => id === to.clientId) : undefined;
  return (
    <Suspense fallback={<LoadingBlock height={320} />}>
      {"threadId" in to && <ThreadView threadId={to.threadId} isAnswer />}
      {client && <ClientMessages client={client} isAnswer />}
    </Suspense>
  );
}
