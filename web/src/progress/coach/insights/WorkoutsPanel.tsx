import { ScrollArea, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { QueryPanel } from "../../../app/Panel";
import { useFormat } from "../../../i18n/useLanguage";
import type { EventOf } from "../../events";
import type { Period } from "../period";
import { useWorkouts } from "../queries";

interface WorkoutsPanelProps {
  clientId: string;
  period: Period;
}

export function WorkoutsPanel({ clientId, period }: WorkoutsPanelProps) {
  const { t } = useTranslation();
  const workouts = useWorkouts(clientId, period.from, period.to);
  return (
    <QueryPanel
      title={t("coach.workouts.title")}
      query={workouts}
      height={120}
      isEmpty={(events) => events.length === 0}
      empty={t("coach.workouts.empty")}
    >
      {(events) => <WorkoutTable events={events} />}
    </QueryPanel>
  );
}

function WorkoutTable({ events }: { events: EventOf<"workout">[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unsaid = t("coach.workouts.unsaid");
  return (
    <ScrollArea.Autosize
      mah={360}
      viewportProps={{ tabIndex: 0, "aria-label": t("coach.workouts.title"), role: "group" }}
    >
      <Table fz="sm" verticalSpacing={6} miw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("coach.workouts.day")}</Table.Th>
            <Table.Th scope="col">{t("coach.workouts.kind")}</Table.Th>
            <Table.Th scope="col">{t("coach.workouts.focus")}</Table.Th>
            <Table.Th scope="col">{t("coach.workouts.duration")}</Table.Th>
            <Table.Th scope="col">{t("coach.workouts.notes")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map(({ id, date_for_metric, data_json: workout }) => (
            <Table.Tr key={id}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>
                {format.weekday(date_for_metric)}, {format.shortDay(date_for_metric)}
              </Table.Td>
              <Table.Td>{t(`progress.event.workoutType.${workout.type}`)}</Table.Td>
              <Table.Td>
                {format.list(
                  (workout.body_focus ?? [])
                    .filter((focus) => focus !== "unspecified")
                    .map((focus) => t(`progress.event.focus.${focus}`)),
                ) || unsaid}
              </Table.Td>
              <Table.Td>
                {workout.duration_min == null ? unsaid : format.number(workout.duration_min, 0)}
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{workout.notes ?? ""}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
