import { ActionIcon, Group, NativeSelect, Paper, TextInput } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { ActionMenu } from "../ActionMenu";
import type { TemplateWorkout } from "../document";
import { ExerciseInput } from "../ExerciseInput";
import { IconDots } from "../icons";
import classes from "./builder.module.css";
import { ExerciseRow } from "./ExerciseRow";
import {
  addExercise,
  type Edit,
  MOST_DAYS,
  patchExercise,
  patchWorkout,
  range,
  removeWorkout,
} from "./edits";
import { readExercise } from "./importText";

const RulesDialog = lazy(() => import("./RulesDialog"));

interface WorkoutEditorProps {
  workout: TemplateWorkout;
  nameOf: (exerciseId: string) => string;
  edit: (edit: Edit) => void;
}

const COLUMNS = ["exercise", "sets", "amount", "load", "rest", "tempo", "notes"] as const;

/** One day: its title and a table of exercises. The last field takes an exercise, or a whole line with its sets. */
export function WorkoutEditor({ workout, nameOf, edit }: WorkoutEditorProps) {
  const { t } = useTranslation();
  const { unit } = useWeightFormat();
  const rows = useRef<HTMLUListElement>(null);
  const [rules, setRules] = useState<string>();
  const { id, position, title, focus, exercises } = workout;
  const ruled = exercises.find((one) => one.id === rules);
  const day = (number: number) =>
    number > 7
      ? t("trainingCoach:day.second", { day: number - 7 })
      : t("trainingCoach:day.one", { day: number });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const column = (event.target as HTMLElement).dataset.column;
    const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!column || !by) return;
    event.preventDefault();
    const all = [...(rows.current?.querySelectorAll<HTMLElement>(`[data-column="${column}"]`) ?? [])];
    const next = all[all.indexOf(event.target as HTMLElement) + by];
    const adding = event.currentTarget.querySelector<HTMLElement>("[data-add] input");
    (next ?? (by > 0 ? adding : null))?.focus();
  };

  return (
    <Paper component="section" withBorder p="sm" aria-label={title || day(position)} onKeyDown={onKeyDown}>
      <Group gap="xs" wrap="wrap" align="end" mb="xs">
        <NativeSelect
          aria-label={t("trainingCoach:day.label", { title })}
          w={{ base: "100%", xs: 150 }}
          value={String(position)}
          data={range(1, MOST_DAYS).map((number) => ({ value: String(number), label: day(number) }))}
          onChange={(event) => edit(patchWorkout(id, { position: Number(event.currentTarget.value) }))}
        />
        <WorkoutField
          label={t("trainingCoach:day.title")}
          value={title}
          onChange={(value) => edit(patchWorkout(id, { title: value }))}
        />
        <WorkoutField
          label={t("trainingCoach:day.focus")}
          value={focus}
          onChange={(value) => edit(patchWorkout(id, { focus: value }))}
        />
        <ActionMenu
          trigger={
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("trainingCoach:day.menu", { title: title || day(position) })}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          }
          actions={[
            { label: t("trainingCoach:day.delete"), isDanger: true, onClick: () => edit(removeWorkout(id)) },
          ]}
        />
      </Group>
      {exercises.length > 0 && (
        <div className={classes.heads} aria-hidden>
          <span />
          {COLUMNS.map((column) => (
            <span key={column}>{t(`trainingCoach:column.${column}`)}</span>
          ))}
          <span />
        </div>
      )}
      <ul ref={rows} className={classes.rows}>
        {exercises.map((exercise, index) => (
          <ExerciseRow
            key={exercise.id}
            exercise={exercise}
            name={nameOf(exercise.exercise_id)}
            isFirst={index === 0}
            isLast={index === exercises.length - 1}
            edit={edit}
            onRules={() => setRules(exercise.id)}
          />
        ))}
      </ul>
      <div data-add style={{ marginTop: 8 }}>
        <ExerciseInput
          label={t("trainingCoach:add.label", { title: title || day(position) })}
          placeholder={t("trainingCoach:add.placeholder")}
          nameIn={(typed) => readExercise(typed, unit)?.name ?? typed}
          onPick={(exercise, typed) => {
            const read = readExercise(typed, unit);
            const { name: _name, label: _label, ...target } = read ?? { name: "", label: null };
            edit(addExercise(id, exercise.id, read ? target : targetOf(exercise.kind)));
          }}
        />
      </div>
      {ruled && (
        <Suspense>
          <RulesDialog
            exercise={ruled}
            name={nameOf(ruled.exercise_id)}
            onSave={(progression) => edit(patchExercise(ruled.id, { progression }))}
            onClose={() => setRules(undefined)}
          />
        </Suspense>
      )}
    </Paper>
  );
}

/** What an exercise that is picked by its name alone begins with. */
function targetOf(kind: string) {
  const none = { reps_min: null, reps_max: null };
  if (kind === "time") return { ...none, seconds: 60 };
  return kind === "distance" ? { ...none, meters: 1000, sets: 1 } : {};
}

interface WorkoutFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function WorkoutField({ label, value, onChange }: WorkoutFieldProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      flex={{ base: "1 1 120px", xs: 1 }}
      maxLength={200}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed.trim() !== value) onChange(typed.trim());
        setTyped(undefined);
      }}
    />
  );
}
