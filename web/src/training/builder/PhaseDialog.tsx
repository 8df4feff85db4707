import { NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import type { TemplatePhase } from "../document";
import { FormFooter } from "../FormFooter";
import { addPhase, type Edit, MOST_WEEKS, newPhase, patchPhase } from "./edits";

interface PhaseDialogProps {
  /** Null: a new one. */
  phase: TemplatePhase | null;
  number: number;
  edit: (edit: Edit) => void;
  onAdded: (id: string) => void;
  onClose: () => void;
}

export default function PhaseDialog({ phase, number, edit, onAdded, onClose }: PhaseDialogProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(phase?.title ?? t("trainingCoach:phase.name", { number }));
  const [weeks, setWeeks] = useState(phase?.weeks ?? 4);
  const lost = phase?.workouts.filter(({ week }) => week > weeks).length ?? 0;
  return (
    <Dialog title={phase ? t("trainingCoach:phase.change") : t("trainingCoach:phase.add")} onClose={onClose}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (phase) edit(patchPhase(phase.id, { title: title.trim(), weeks }));
            else {
              const added = newPhase(title.trim(), weeks);
              edit(addPhase(added));
              onAdded(added.id);
            }
            close();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t("trainingCoach:phase.title")}
              data-autofocus
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <NumberInput
              label={t("trainingCoach:phase.weeks")}
              min={1}
              max={MOST_WEEKS}
              clampBehavior="strict"
              allowDecimal={false}
              value={weeks}
              onChange={(value) => setWeeks(Math.max(1, Number(value)))}
            />
            {lost > 0 && (
              <Text size="sm" role="status">
                {t("trainingCoach:phase.loses", { count: lost })}
              </Text>
            )}
            <FormFooter label={t("app:save")} onCancel={close} />
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
