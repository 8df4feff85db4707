import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { ExerciseInput } from "../ExerciseInput";
import { type Exercise, useName } from "../exercises";
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
          {merge.error && (
            <Alert color="red" role="alert">
              {describeError(merge.error, t)}
            </Alert>
          )}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("app:cancel")}
            </Button>
            <Button
              loading={merge.isPending}
              disabled={!into || into.id === exercise.id}
              onClick={() => into && merge.mutate({ from: exercise.id, into: into.id }, { onSuccess: close })}
            >
              {t("trainingCoach:merge.confirm")}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
