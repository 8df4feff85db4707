import { Stack } from "@mantine/core";
import type { Client } from "../../../account/api";
import { useToday } from "../../useToday";
import { MyPlan } from "../plan/MyPlan";
import { WeekCalories } from "./WeekCalories";
import { WeekReport } from "./WeekReport";
import { WeekWeights } from "./WeekWeights";
import { WeekWorkouts } from "./WeekWorkouts";

/** The client's week, from the same facts as the coach sees. */
export default function MyWeek({ client }: { client: Client }) {
  const today = useToday(client.timezone);
  return (
    <Stack gap="md">
      <MyPlan clientId={client.id} />
      <WeekCalories clientId={client.id} today={today} />
      <WeekWeights clientId={client.id} today={today} />
      <WeekWorkouts clientId={client.id} today={today} />
      <WeekReport clientId={client.id} today={today} />
    </Stack>
  );
}
