import { Button, Center, Stack, Text, VisuallyHidden } from "@mantine/core";
import { type ComponentType, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { asRequestError } from "../../foundation/request";
import { groupByDay } from "../feedPages";
import { useOutboxState } from "../outbox/OutboxProvider";
import { useEvents, useFeed, useWatchNewest, useWatchUnsettled } from "../queries";
import { useToday } from "../useToday";
import { DaySection } from "./DaySection";
import { StandingsProvider, standings } from "./dayTotals";
import { LogCard, type LogCardProps } from "./LogCard";
import { OfflineNote } from "./OfflineNote";
import { type FeedClient, timeline, withEmptyDays } from "./timeline";
import { useAnnouncement } from "./useAnnouncement";

const MOST_FOOD = 500;

interface FeedProps {
  client: FeedClient;
  /** How a stored entry is shown. */
  card?: ComponentType<LogCardProps>;
  /** Shown instead of a diary without entries. */
  empty?: ReactNode;
  /** Whether other people write in it while it is seen. */
  isLive?: boolean;
}

/** The diary by day, newest first, with what still waits on this device. */
export function Feed({ client, card = LogCard, empty, isLive = false }: FeedProps) {
  const { t } = useTranslation();
  const feed = useFeed(client.id);
  const { entries } = useOutboxState();
  const today = useToday(client.timezone);
  const logs = useMemo(() => feed.data?.pages.flatMap((page) => page.logs) ?? [], [feed.data]);
  const days = useMemo(() => {
    const waiting = entries.filter((entry) => entry.clientId === client.id);
    return withEmptyDays(
      groupByDay(timeline(logs, waiting, client.timezone), (item) => item.day),
      today,
    );
  }, [logs, entries, client, today]);
  const since = days.at(-1)?.day;
  const food = useEvents(client.id, "nutrition", { since: since ?? today, limit: MOST_FOOD }).data;
  const standing = useMemo(() => standings(food ?? []), [food]);
  useWatchUnsettled(client.id, logs);
  useWatchNewest(client.id, isLive);
  const announcement = useAnnouncement(logs);

  return (
    <Stack gap="md" component="section" aria-label={t("progress:feed.title")}>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      <OfflineNote />
      <StandingsProvider value={standing}>
        {days.map(({ day, entries: items }) => (
          <DaySection
            key={items[0]?.key ?? day}
            day={day}
            today={today}
            items={items}
            client={client}
            card={card}
          />
        ))}
      </StandingsProvider>
      {feed.isPending && <LoadingBlock height={320} />}
      {feed.error && !(feed.data && asRequestError(feed.error).isOffline) && (
        <LoadError error={feed.error} retry={() => feed.refetch()} retrying={feed.isFetching} />
      )}
      {feed.data &&
        days.length === 0 &&
        (empty ?? (
          <Center py="xl">
            <Text c="dimmed" ta="center" maw={360}>
              {t("progress:feed.nothing")}
            </Text>
          </Center>
        ))}
      {feed.hasNextPage && (
        <Button variant="default" loading={feed.isFetchingNextPage} onClick={() => feed.fetchNextPage()}>
          {t("progress:feed.more")}
        </Button>
      )}
    </Stack>
  );
}
