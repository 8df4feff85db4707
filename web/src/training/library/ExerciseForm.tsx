import { Checkbox, MultiSelect, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { useUnsaved } from "../../foundation/unsaved";
import type { Category, ExerciseDetails } from "../api";
import type { ExerciseKind } from "../document";
import { type Exercise, useName } from "../exercises";
import { FormFooter } from "../FormFooter";
import { useSaveExercise } from "../queries";
import { choicesOf } from "./categories";

interface ExerciseFormProps {
  /** Null: a new one. */
  exercise: Exercise | null;
  categories: readonly Category[];
  onClose: () => void;
}

const KINDS: ExerciseKind[] = ["weight_reps", "reps", "time", "distance"];
const NEW: ExerciseDetails = {
  name_en: "",
  name_ru: "",
  kind: "weight_reps",
  movement: null,
  primary_muscles: [],
  secondary_muscles: [],
  equipment: [],
  unilateral: false,
  video_url: null,
  cues: "",
};

export default function ExerciseForm({ exercise, categories, onClose }: ExerciseFormProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t(exercise ? "trainingCoach:library.edit" : "trainingCoach:library.add")}
      onClose={onClose}
    >
      {(close) => <Fields exercise={exercise} categories={categories} close={close} />}
    </Dialog>
  );
}

function Fields({ exercise, categories, close }: Omit<ExerciseFormProps, "onClose"> & { close: () => void }) {
  const { t } = useTranslation();
  const nameOf = useName();
  const save = useSaveExercise();
  const [values, setValues] = useState<ExerciseDetails>(() => detailsOf(exercise));
  useUnsaved(JSON.stringify(values) !== JSON.stringify(detailsOf(exercise)) && !save.isSuccess);
  const set = (changed: Partial<ExerciseDetails>) => setValues({ ...values, ...changed });
  const isNamed = values.name_en.trim() !== "" || values.name_ru.trim() !== "";
  const isLink = !values.video_url || /^https:\/\/\S+$/.test(values.video_url);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const seen = exercise && { id: exercise.id, version: exercise.version };
    save.mutate({ ...values, ...seen }, { onSuccess: close });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("trainingCoach:exercise.nameEn")}
          data-autofocus
          maxLength={120}
          value={values.name_en}
          onChange={(event) => set({ name_en: event.currentTarget.value })}
        />
        <TextInput
          label={t("trainingCoach:exercise.nameRu")}
          description={t("trainingCoach:exercise.oneName")}
          maxLength={120}
          value={values.name_ru}
          onChange={(event) => set({ name_ru: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("trainingCoach:exercise.kind")}
          disabled={exercise !== null}
          value={values.kind}
          data={KINDS.map((kind) => ({ value: kind, label: t(`training:kind.${kind}`) }))}
          onChange={(event) => set({ kind: event.currentTarget.value as ExerciseKind })}
        />
        <MultiSelect
          label={t("trainingCoach:exercise.muscles")}
          searchable
          maxValues={10}
          value={values.primary_muscles}
          data={choicesOf(categories, "muscle", nameOf)}
          onChange={(primary_muscles) => set({ primary_muscles })}
        />
        <MultiSelect
          label={t("trainingCoach:exercise.secondary")}
          searchable
          maxValues={10}
          value={values.secondary_muscles}
          data={choicesOf(categories, "muscle", nameOf)}
          onChange={(secondary_muscles) => set({ secondary_muscles })}
        />
        <NativeSelect
          label={t("trainingCoach:library.movement")}
          value={values.movement ?? ""}
          data={[{ value: "", label: "–" }, ...choicesOf(categories, "movement", nameOf)]}
          onChange={(event) => set({ movement: event.currentTarget.value || null })}
        />
        <MultiSelect
          label={t("trainingCoach:exercise.equipment")}
          searchable
          maxValues={10}
          value={values.equipment}
          data={choicesOf(categories, "equipment", nameOf)}
          onChange={(equipment) => set({ equipment })}
        />
        <Checkbox
          label={t("trainingCoach:exercise.unilateral")}
          checked={values.unilateral}
          onChange={(event) => set({ unilateral: event.currentTarget.checked })}
        />
        <TextInput
          type="url"
          label={t("trainingCoach:exercise.video")}
          placeholder="https://"
          maxLength={500}
          error={isLink ? null : t("trainingCoach:exercise.videoWrong")}
          value={values.video_url ?? ""}
          onChange={(event) => set({ video_url: event.currentTarget.value.trim() || null })}
        />
        <Textarea
          label={t("trainingCoach:exercise.cues")}
          autosize
          maxRows={6}
          maxLength={2000}
          value={values.cues}
          onChange={(event) => set({ cues: event.currentTarget.value })}
        />
        <FormFooter
          label={t("app:save")}
          onCancel={close}
          error={save.error}
          isPending={save.isPending}
          isDisabled={!isNamed || !isLink}
        />
      </Stack>
    </form>
  );
}

function detailsOf(exercise: Exercise | null): ExerciseDetails {
  if (!exercise) return NEW;
  const fields = Object.keys(NEW) as (keyof ExerciseDetails)[];
  return Object.fromEntries(fields.map((field) => [field, exercise[field]])) as unknown as ExerciseDetails;
}
