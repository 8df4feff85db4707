import { Stack } from "@mantine/core";
import type { Client } from "../../../account/api";
import { useToday } from "../../useToday";
import { CaloriesPanel } from "./CaloriesPanel";
import { ReportPanel } from "./ReportPanel";
import { WeightsPanel } from "./WeightsPanel";
import { WorkoutsPanel } from "./WorkoutsPanel";

/** What the week amounts to, from the same facts as the coach sees. */
export function MyWeek({ client }: { client: Client }) {
  const today = useToday(client.timezone);
  return (
    <Stack gap="md">
      <CaloriesPanel clientId={client.id} today={today} />
      <WeightsPanel clientId={client.id} />
      <WorkoutsPanel clientId={client.id} today={today} />
      <ReportPanel clientId={client.id} />
    </Stack>
  );
}
