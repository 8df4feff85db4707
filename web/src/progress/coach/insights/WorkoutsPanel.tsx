import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { EventOf } from "../../events";
import { useWorkouts } from "../queries";
import { DataTable } from "./DataTable";
import type { Period } from "./period";

interface WorkoutsPanelProps {
  clientId: string;
  period: Period;
}

export function WorkoutsPanel({ clientId, period }: WorkoutsPanelProps) {
  const { t } = useTranslation();
  const workouts = useWorkouts(clientId, period.from, period.to);
  return (
    <QueryPanel
      title={t("progressCoach:workouts.title")}
      query={workouts}
      height={120}
      isEmpty={(events) => events.length === 0}
      empty={t("progressCoach:workouts.empty")}
    >
      {(events) => <WorkoutTable events={events} />}
    </QueryPanel>
  );
}

function WorkoutTable({ events }: { events: EventOf<"workout">[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unsaid = t("progressCoach:workouts.unsaid");
  const focusOf = (workout: EventOf<"workout">["data_json"]) =>
    (workout.body_focus ?? [])
      .filter((focus) => focus !== "unspecified")
      .map((focus) => t(`progress:event.focus.${focus}`));
  // Few workouts have notes, and a phone has no room for an empty column.
  const hasNotes = events.some(({ data_json: workout }) => workout.notes);
  return (
    <DataTable
      label={t("progressCoach:chart.tableOf", { name: t("progressCoach:workouts.title") })}
      columns={[
        t("progressCoach:workouts.day"),
        t("progressCoach:workouts.kind"),
        t("progressCoach:workouts.focus"),
        t("progressCoach:workouts.duration"),
        ...(hasNotes ? [t("progressCoach:workouts.notes")] : []),
      ]}
      rows={events.map(({ id, date_for_metric: day, data_json: workout }) => ({
        key: id,
        cells: [
          `${format.weekday(day)}, ${format.shortDay(day)}`,
          t(`progress:event.workoutType.${workout.type}`),
          format.list(focusOf(workout)) || unsaid,
          workout.duration_min == null ? unsaid : format.number(workout.duration_min, 0),
          ...(hasNotes ? [workout.notes ?? ""] : []),
        ],
      }))}
    />
  );
}
