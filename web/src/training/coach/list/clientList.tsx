import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Day, dayIn, weekStart } from "../../../foundation/calendar";
import type { ClientListPart } from "../../../foundation/domain";
import { live } from "../../../foundation/realtime/live";
import { fetchWeeks, type Week } from "./api";

/** The workouts that the programmes of clients have in this week, and how many are done. */
const part: ClientListPart<Map<string, Map<Day, Week>>> = {
  query: { queryKey: ["training", "weeks"], queryFn: fetchWeeks, ...live(60_000) },
  Badges({ client, data }) {
    const week = data.get(client.id)?.get(weekStart(dayIn(client.timezone)));
    return week && <Workouts week={week} />;
  },
};

export default part as ClientListPart;

function Workouts({ week }: { week: Week }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed">
      {t("trainingList:workouts", { finished: week.finished, planned: week.planned })}
      {week.missed > 0 && `, ${t("trainingList:missed", { missed: week.missed })}`}
    </Text>
  );
}
