import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/Dialog";
import { useLanguage } from "../../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { useLibrary } from "../queries";
import type { Exercise } from "./document";
import { findExercises } from "./findExercises";

interface ExercisePickerProps {
  clientId: string;
  title: string;
  onPick: (exercise: Exercise) => void;
  onClose: () => void;
}

/** Finds an exercise by its name in any language. Works without a connection. */
export default function ExercisePicker({ clientId, title, onPick, onClose }: ExercisePickerProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const library = useLibrary(clientId);
  const [typed, setTyped] = useState("");
  const found = library.data && findExercises(library.data, typed);
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <Stack gap="xs">
          <TextInput
            label={t("trainingClient:picker.search")}
            data-autofocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {found ? (
            <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {found.length === 0 && <Text c="dimmed">{t("trainingClient:picker.nothing")}</Text>}
              {found.map(({ aliases: _, ...exercise }) => (
                <li key={exercise.id}>
                  <Button
                    fullWidth
                    justify="start"
                    variant="default"
                    onClick={() => {
                      onPick(exercise);
                      close();
                    }}
                  >
                    {nameIn(language, exercise)}
                  </Button>
                </li>
              ))}
            </Stack>
          ) : library.error ? (
            <LoadError error={library.error} retry={() => library.refetch()} />
          ) : (
            <LoadingBlock height={200} />
          )}
        </Stack>
      )}
    </Dialog>
  );
}
