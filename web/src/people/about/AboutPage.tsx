import { Container, Stack, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../account/queries";
import { LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { CoachesPanel } from "../team/CoachesPanel";
import { GoalsPanel } from "./GoalsPanel";

const AssessmentsPanel = lazy(() => import("./AssessmentsPanel"));
const HealthPanel = lazy(() => import("./HealthPanel"));
const ProfilePanel = lazy(() => import("./ProfilePanel"));

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
        <Suspense fallback={<LoadingBlock height={240} />}>
          <ProfilePanel clientId={id} />
          <HealthPanel clientId={id} isClient />
          <AssessmentsPanel clientId={id} />
        </Suspense>
        <CoachesPanel clientId={id} isClient />
      </Stack>
    </Container>
  );
}
