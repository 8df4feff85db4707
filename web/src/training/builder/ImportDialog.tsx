import { Alert, List, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { FormModal, useUnsaved } from "../../foundation/unsaved";
import { type Exercise, useName } from "../exercises";
import { FormFooter } from "../FormFooter";
import { useAddTemplate, useMatches, useSaveExercise } from "../queries";
import { documentOf } from "./edits";
import { namesIn, type ReadProgram, readProgram } from "./importText";
import { ProgramTables } from "./ProgramTables";

interface ImportDialogProps {
  onSaved: (templateId: string) => void;
  onClose: () => void;
}

/** A programme from plain text, seen before it is saved. */
export default function ImportDialog({ onSaved, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  return (
    <FormModal opened onClose={onClose} title={t("trainingCoach:import.title")} size="xl">
      <ImportForm onSaved={onSaved} onClose={onClose} />
    </FormModal>
  );
}

const LEFT_OUT = "none";
const ADDED = "new";

function ImportForm({ onSaved, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  const nameOf = useName();
  const { unit } = useWeightFormat();
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, 300);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const program = useMemo(() => readProgram(settled, unit), [settled, unit]);
  const names = namesIn(program);
  const matches = useMatches(names);
  const addExercise = useSaveExercise();
  const add = useAddTemplate();
  useUnsaved(text.trim() !== "" && !add.isSuccess);

  const keyOf = (name: string) => name.toLowerCase();
  const found = (name: string) => matches.data?.get(name) ?? [];
  const choiceOf = (name: string) =>
    chosen[keyOf(name)] ?? (isSure(name, found(name)[0]) ? found(name)[0]?.id : undefined);
  const open = names.filter((name) => choiceOf(name) === undefined);
  const all = [...(matches.data?.values() ?? [])].flat();
  const known = new Map(all.map((exercise) => [exercise.id, nameOf(exercise)]));
  const words = {
    title: t("trainingCoach:programs.untitled"),
    phase: (number: number) => t("trainingCoach:phase.name", { number }),
    day: (position: number) => t("training:text.day", { position }),
  };
  const preview = documentOf(program, (name) => choiceOf(name) ?? name, words);

  const save = async () => {
    const added = new Map<string, string>();
    for (const name of names.filter((one) => choiceOf(one) === ADDED)) {
      const exercise = await addExercise.mutateAsync(newExercise(name, program));
      added.set(keyOf(name), exercise.id);
    }
    setChosen({ ...chosen, ...Object.fromEntries(added) }); // a second try does not add them again
    const idOf = (name: string) => {
      const choice = added.get(keyOf(name)) ?? choiceOf(name);
      return choice === LEFT_OUT ? undefined : choice;
    };
    const document = documentOf(program, idOf, words);
    await add.mutateAsync(document);
    onSaved(document.id);
  };
  const error = matches.error ?? addExercise.error ?? add.error;
  const previewed = (id: string) =>
    id === LEFT_OUT ? t("trainingCoach:import.leaveOut") : (known.get(id) ?? id);

  return (
    <Stack gap="sm">
      <Textarea
        label={t("trainingCoach:import.text")}
        description={t("trainingCoach:import.hint")}
        placeholder={t("trainingCoach:import.example")}
        data-autofocus
        autosize
        minRows={8}
        maxRows={16}
        maxLength={100_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {program.unread.length > 0 && (
        <Alert color="orange" title={t("trainingCoach:import.unread")} role="status">
          <List size="sm">
            {program.unread.map(({ line, text: said }) => (
              <List.Item key={line}>{t("trainingCoach:import.line", { line, text: said })}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {names.length > 0 && matches.data && (
        <Stack gap={4} component="section" aria-label={t("trainingCoach:import.exercises")}>
          <Text fw={600} size="sm">
            {open.length > 0
              ? t("trainingCoach:import.unknown", { count: open.length })
              : t("trainingCoach:import.allKnown")}
          </Text>
          {names
            .filter((name) => open.includes(name) || chosen[keyOf(name)] !== undefined)
            .map((name) => (
              <NativeSelect
                key={name}
                label={name}
                value={choiceOf(name) ?? ""}
                data={[
                  { value: "", label: t("trainingCoach:import.choose"), disabled: true },
                  ...found(name).map((exercise) => ({ value: exercise.id, label: nameOf(exercise) })),
                  { value: ADDED, label: t("trainingCoach:import.add", { name }) },
                  { value: LEFT_OUT, label: t("trainingCoach:import.leaveOut") },
                ]}
                onChange={(event) => setChosen({ ...chosen, [keyOf(name)]: event.currentTarget.value })}
              />
            ))}
        </Stack>
      )}
      {names.length > 0 && (
        <section aria-label={t("trainingCoach:import.preview")}>
          <Text fw={600} size="sm">
            {preview.title}
          </Text>
          <ProgramTables document={preview} nameOf={previewed} />
        </section>
      )}
      <FormFooter
        label={t("trainingCoach:import.save")}
        onConfirm={() => void save().catch(() => undefined) /* shown above */}
        onCancel={onClose}
        error={error}
        isPending={add.isPending || addExercise.isPending}
        isDisabled={names.length === 0 || open.length > 0 || text !== settled || matches.isFetching}
      />
    </Stack>
  );
}

/** A name or another name of the exercise, as it is written. Everything else is asked. */
function isSure(name: string, exercise: Exercise | undefined): boolean {
  if (!exercise) return false;
  const folded = (text: string) =>
    text
      .toLowerCase()
      .replaceAll("ё", "е")
      .replace(/[\s-]+/g, " ")
      .trim();
  return [exercise.name_en, exercise.name_ru, ...exercise.aliases].some(
    (one) => folded(one) === folded(name),
  );
}

function newExercise(name: string, { phases }: ReadProgram) {
  const read = phases
    .flatMap(({ weeks }) => weeks.flatMap(({ workouts }) => workouts.flatMap(({ exercises }) => exercises)))
    .find((one) => one.name.toLowerCase() === name.toLowerCase());
  const kind =
    read?.seconds != null
      ? ("time" as const)
      : read?.meters != null
        ? ("distance" as const)
        : ("weight_reps" as const);
  const names = /[а-яё]/i.test(name) ? { name_en: "", name_ru: name } : { name_en: name, name_ru: "" };
  return {
    ...names,
    kind,
    movement: null,
    primary_muscles: [],
    secondary_muscles: [],
    equipment: [],
    unilateral: false,
    video_url: null,
    cues: "",
  };
}
