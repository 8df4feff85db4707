import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addWorkout } from "./edits";
import type { Builder } from "./useBuilder";
import { WeekBar } from "./WeekBar";
import { WorkoutEditor } from "./WorkoutEditor";

/** One week of a programme, to write. */
export default function Editor({ builder, nameOf }: { builder: Builder; nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { document, edit } = builder;
  const [seen, setSeen] = useState({ phaseId: "", week: 1 });
  const phase = document.phases.find(({ id }) => id === seen.phaseId) ?? document.phases[0];
  if (!phase) return null;
  const week = Math.min(seen.week, phase.weeks);
  const workouts = phase.workouts.filter((one) => one.week === week);
  return (
    <Stack gap="sm">
      <WeekBar
        document={document}
        place={{ phase, week }}
        onGo={(phaseId, number) => setSeen({ phaseId, week: number })}
        onAddDay={() => edit(addWorkout(phase.id, week, (position) => t("training:text.day", { position })))}
        edit={edit}
      />
      {workouts.length === 0 && <Text c="dimmed">{t("trainingCoach:week.emptyHint")}</Text>}
      {workouts.map((workout) => (
        <WorkoutEditor key={workout.id} workout={workout} nameOf={nameOf} edit={edit} />
      ))}
    </Stack>
  );
}
