import { Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../../foundation/Panel";
import type { Log } from "../../api";
import type { FeedClient } from "../../feed/timeline";
import { CoachLogCard } from "./CoachLogCard";

interface ReviewQueueProps {
  client: FeedClient;
  queue: UseQueryResult<Log[]>;
}

/** Entries that wait for a person, the newest first. */
export function ReviewQueue({ client, queue }: ReviewQueueProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (queue.error && !queue.data) {
    return <LoadError error={queue.error} retry={() => queue.refetch()} retrying={queue.isFetching} />;
  }
  if (!queue.data) return <LoadingBlock height={320} />;
  if (queue.data.length === 0) return <Text c="dimmed">{t("progressCoach:feed.nothingOpen")}</Text>;
  return (
    <Stack component="ul" gap="sm" p={0} m={0}>
      {queue.data.map((log) => (
        <li key={log.id} style={{ listStyle: "none" }}>
          <Text size="xs" c="dimmed" mb={2}>
            {format.longDay(log.local_date_for_client)}
          </Text>
          <CoachLogCard log={log} client={client} />
        </li>
      ))}
    </Stack>
  );
}
