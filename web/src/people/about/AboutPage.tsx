import { Container, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../account/queries";
import { usePageTitle } from "../../foundation/usePageTitle";
import { CoachesPanel } from "../team/CoachesPanel";
import { AssessmentsPanel } from "./AssessmentsPanel";
import { GoalsPanel } from "./GoalsPanel";
import { HealthPanel } from "./HealthPanel";
import { ProfilePanel } from "./ProfilePanel";

/** /about: what a client says about themselves. */
export default function AboutPage() {
  const { t } = useTranslation();
  const { id } = useOwnClient();
  usePageTitle(t("peopleAbout:title"));
  return (
    <Container size="sm" px={0}>
      <Stack gap="md">
        <Title order={1} size="h3">
          {t("peopleAbout:title")}
        </Title>
        <GoalsPanel clientId={id} />
        <ProfilePanel clientId={id} />
        <HealthPanel clientId={id} isClient />
        <AssessmentsPanel clientId={id} />
        <CoachesPanel clientId={id} isClient />
      </Stack>
    </Container>
  );
}
