import { NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { cancelProgram, moveProgram, type Program, shiftProgram } from "../api";
import { range } from "../builder/edits";
import { FormFooter } from "../FormFooter";
import { useProgramChange } from "../queries";
import type { ProgramTask } from "./ProgramCard";
import { lengthsOf } from "./position";

interface ProgramDialogProps {
  task: ProgramTask;
  program: Program;
  clientId: string;
  onClose: () => void;
}

/** Asks what a change of a programme needs: a week, a number of days, or whether it is meant. */
export default function ProgramDialog({ task, program, clientId, onClose }: ProgramDialogProps) {
  const { t } = useTranslation();
  const change = useProgramChange(clientId);
  const [place, setPlace] = useState(`${program.phase} ${program.week}`);
  const [days, setDays] = useState(7);
  const title = program.title;
  const perform = () => {
    const [phase = 1, week = 1] = place.split(" ").map(Number);
    if (task === "move") return moveProgram(program, phase, week);
    return task === "shift" ? shiftProgram(program, days) : cancelProgram(program);
  };
  return (
    <Dialog title={t(`trainingCoach:program.dialog.${task}`, { title })} onClose={onClose}>
      {(close) => (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate(perform, { onSuccess: close });
          }}
        >
          <Stack gap="sm">
            <Text size="sm">{t(`trainingCoach:program.dialogHint.${task}`)}</Text>
            {task === "move" && (
              <NativeSelect
                label={t("trainingCoach:program.moveTo")}
                data-autofocus
                value={place}
                data={lengthsOf(program.sessions).flatMap((weeks, index) =>
                  range(1, weeks).map((week) => ({
                    value: `${index + 1} ${week}`,
                    label: t("trainingCoach:session.place", { phase: index + 1, week }),
                  })),
                )}
                onChange={(event) => setPlace(event.currentTarget.value)}
              />
            )}
            {task === "shift" && (
              <NumberInput
                label={t("trainingCoach:program.shiftDays")}
                data-autofocus
                min={-365}
                max={365}
                allowDecimal={false}
                value={days}
                onChange={(value) => setDays(Number(value))}
              />
            )}
            <FormFooter
              label={t(`trainingCoach:program.confirm.${task}`)}
              onCancel={close}
              error={change.error}
              isPending={change.isPending}
              isDanger={task === "cancel"}
            />
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
