import { SegmentedControl, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { SectionProps } from "../../../people/page/ClientPage";
import { Composer } from "../../composer/Composer";
import { Feed } from "../../feed/Feed";
import { OutboxProvider } from "../../outbox/OutboxProvider";
import { useReviewQueue } from "../queries";
import { CoachLogCard } from "./CoachLogCard";
import { ModelCalls } from "./ModelCalls";
import { ReviewQueue } from "./ReviewQueue";

/** The client's diary as the coach works with it; the coach can write in it too. */
export default function FeedSection({ client }: SectionProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const queue = useReviewQueue(client.client_id);
  const shown = search.get("show") === "open" ? "open" : "all";
  const diary = { id: client.client_id, timezone: client.timezone };
  return (
    <OutboxProvider>
      <Stack gap="md" maw={760}>
        <section aria-labelledby="log-for-client">
          <Title order={2} size="h6" mb="xs" id="log-for-client">
            {t("coach.feed.log", { name: client.name })}
          </Title>
          <Composer clientId={client.client_id} />
        </section>
        <SegmentedControl
          aria-label={t("coach.feed.show")}
          value={shown}
          data={[
            { value: "all", label: t("coach.feed.all") },
            { value: "open", label: t("coach.feed.open", { count: client.open_reviews }) },
          ]}
          onChange={(value) => {
            const next = new URLSearchParams(search);
            if (value === "open") next.set("show", "open");
            else next.delete("show");
            setSearch(next, { replace: true });
          }}
        />
        {shown === "open" ? (
          <ReviewQueue client={diary} queue={queue} />
        ) : (
          <Feed client={diary} card={CoachLogCard} />
        )}
        <ModelCalls client={client} />
      </Stack>
    </OutboxProvider>
  );
}
