import { Grid, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../../account/queries";
import { dayIn } from "../../../foundation/calendar";
import { usePageTitle } from "../../../foundation/usePageTitle";
import { TrainingTabs } from "../TrainingTabs";
import { EntriesPanel } from "./EntriesPanel";
import { HistoryPanel } from "./HistoryPanel";
import { MetricsPanel } from "./MetricsPanel";
import { MusclesPanel } from "./MusclesPanel";
import { PhotosPanel } from "./PhotosPanel";
import { RecordsPanel } from "./RecordsPanel";

/** What came of a client's training. */
export default function ProgressPage() {
  const { t } = useTranslation();
  const { id, timezone } = useOwnClient();
  const today = dayIn(timezone);
  usePageTitle(t("trainingClient:progressTitle"));
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {t("trainingClient:progressTitle")}
      </Title>
      <TrainingTabs shown="progress" />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            <RecordsPanel clientId={id} />
            <HistoryPanel clientId={id} />
            <MusclesPanel clientId={id} today={today} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            <MetricsPanel clientId={id} today={today} isOwn />
            <PhotosPanel clientId={id} today={today} isOwn />
            <EntriesPanel clientId={id} today={today} isOwn />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
