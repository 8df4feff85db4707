import { Container, Stack, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../account/queries";
import { LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { CoachesPanel } from "../team/CoachesPanel";
import { AssessmentsPanel } from "./AssessmentsPanel";
import { GoalsPanel } from "./GoalsPanel";
import { ProfilePanel } from "./ProfilePanel";

const HealthPanel = lazy(() => import("./HealthPanel"));

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
        <Suspense fallback={<LoadingBlock height={240} />}>
          <HealthPanel clientId={id} isClient />
        </Suspense>
        <AssessmentsPanel clientId={id} />
        <CoachesPanel clientId={id} isClient />
      </Stack>
    </Container>
  );
}
