import { Anchor, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ClientSectionProps } from "../../../foundation/domain";
import { useClient } from "../../../people/queries";
import { Composer } from "../../composer/Composer";
import { Feed } from "../../feed/Feed";
import { OutboxProvider } from "../../outbox/OutboxProvider";
import { useOverview } from "../queries";
import { CoachLogCard } from "./CoachLogCard";
import { ModelCalls } from "./ModelCalls";

/** The client's diary as the coach works with it; the coach can write in it too. */
export default function FeedSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const language = useClient(client.id).data?.locale;
  const open = useOverview(client.id).data?.open_reviews ?? 0;
  return (
    <OutboxProvider>
      <Stack gap="md" maw={760}>
        {open > 0 && (
          <Anchor component={Link} to={`/inbox?show=reviews&client=${client.id}`} fw={500}>
            {t("progressCoach:feed.open", { count: open })}
          </Anchor>
        )}
        <section aria-labelledby="log-for-client">
          <Title order={2} size="h6" mb="xs" id="log-for-client">
            {t("progressCoach:feed.log", { name: client.name })}
          </Title>
          <Composer clientId={client.id} timeZone={client.timezone} language={language} />
        </section>
        <Feed client={client} card={CoachLogCard} isLive />
        <ModelCalls clientId={client.id} />
      </Stack>
    </OutboxProvider>
  );
}
