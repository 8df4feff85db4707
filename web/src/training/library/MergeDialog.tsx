import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { ExerciseInput } from "../ExerciseInput";
import { type Exercise, useName } from "../exercises";
import { FormFooter } from "../FormFooter";
import { useMergeExercises } from "../queries";

interface MergeDialogProps {
  /** It will be gone; its sets count for the other one. */
  exercise: Exercise;
  onClose: () => void;
}

export default function MergeDialog({ exercise, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  const nameOf = useName();
  const merge = useMergeExercises();
  const [into, setInto] = useState<Exercise>();
  return (
    <Dialog title={t("trainingCoach:merge.title", { name: nameOf(exercise) })} onClose={onClose}>
      {(close) => (
        <Stack gap="sm">
          <Text size="sm">{t("trainingCoach:merge.hint", { name: nameOf(exercise) })}</Text>
          <ExerciseInput
            withLabel
            label={t("trainingCoach:merge.into")}
            value={into && nameOf(into)}
            onPick={setInto}
          />
          <FormFooter
            label={t("trainingCoach:merge.confirm")}
            onConfirm={() => into && merge.mutate({ from: exercise.id, into: into.id }, { onSuccess: close })}
            onCancel={close}
            error={merge.error}
            isPending={merge.isPending}
            isDisabled={!into || into.id === exercise.id}
          />
        </Stack>
      )}
    </Dialog>
  );
}
