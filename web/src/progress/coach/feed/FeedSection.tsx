import { SegmentedControl, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ClientSectionProps } from "../../../foundation/domain";
import { Composer } from "../../composer/Composer";
import { Feed } from "../../feed/Feed";
import { OutboxProvider } from "../../outbox/OutboxProvider";
import { useOverview, useReviewQueue } from "../queries";
import { CoachLogCard } from "./CoachLogCard";
import { ModelCalls } from "./ModelCalls";
import { ReviewQueue } from "./ReviewQueue";

/** The client's diary as the coach works with it; the coach can write in it too. */
export default function FeedSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const open = useOverview(client.id).data?.open_reviews ?? 0;
  const queue = useReviewQueue(client.id);
  const shown = search.get("show") === "open" ? "open" : "all";
  return (
    <OutboxProvider>
      <Stack gap="md" maw={760}>
        <section aria-labelledby="log-for-client">
          <Title order={2} size="h6" mb="xs" id="log-for-client">
            {t("progressCoach:feed.log", { name: client.name })}
          </Title>
          <Composer clientId={client.id} />
        </section>
        <SegmentedControl
          aria-label={t("progressCoach:feed.show")}
          value={shown}
          data={[
            { value: "all", label: t("progressCoach:feed.all") },
            { value: "open", label: t("progressCoach:feed.open", { count: open }) },
          ]}
          onChange={(value) => {
            const next = new URLSearchParams(search);
            if (value === "open") next.set("show", "open");
            else next.delete("show");
            setSearch(next, { replace: true });
          }}
        />
        {shown === "open" ? (
          <ReviewQueue client={client} queue={queue} />
        ) : (
          <Feed client={client} card={CoachLogCard} />
        )}
        <ModelCalls clientId={client.id} />
      </Stack>
    </OutboxProvider>
  );
}
