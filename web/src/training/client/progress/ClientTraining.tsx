import { Grid, Stack } from "@mantine/core";
import { dayIn } from "../../../foundation/calendar";
import { DonePanel } from "./DonePanel";
import { EntriesPanel } from "./EntriesPanel";
import { HistoryPanel } from "./HistoryPanel";
import { MetricsPanel } from "./MetricsPanel";
import { MusclesPanel } from "./MusclesPanel";
import { PhotosPanel } from "./PhotosPanel";
import { RecordsPanel } from "./RecordsPanel";

/** What a coach sees of a client's training: the sessions, and what came of them. */
export default function ClientTraining({ clientId, timeZone }: { clientId: string; timeZone: string }) {
  const today = dayIn(timeZone);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="md">
          <DonePanel clientId={clientId} today={today} />
          <RecordsPanel clientId={clientId} />
          <EntriesPanel clientId={clientId} today={today} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="md">
          <HistoryPanel clientId={clientId} />
          <MusclesPanel clientId={clientId} today={today} />
          <MetricsPanel clientId={clientId} today={today} />
          <PhotosPanel clientId={clientId} today={today} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
