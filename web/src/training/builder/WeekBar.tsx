import { ActionIcon, Button, Group, NativeSelect } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconCopy, IconPlus } from "../../foundation/icons";
import { ActionMenu } from "../ActionMenu";
import type { TemplateDocument, TemplatePhase } from "../document";
import { IconDots } from "../icons";
import { copyWeek, type Edit, movePhase, range, removePhase } from "./edits";

const PhaseDialog = lazy(() => import("./PhaseDialog"));

export interface Place {
  phase: TemplatePhase;
  week: number;
}

interface WeekBarProps {
  document: TemplateDocument;
  place: Place;
  onGo: (phaseId: string, week: number) => void;
  onAddDay: () => void;
  edit: (edit: Edit) => void;
}

/** Which week of which phase is seen, and what can be done to it. */
export function WeekBar({ document, place, onGo, onAddDay, edit }: WeekBarProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<"add" | "change">();
  const { phase, week } = place;
  const { phases } = document;
  const at = phases.indexOf(phase);
  const copyTo = (weeks: number[]) => edit(copyWeek(phase.id, week, weeks));
  return (
    <Group gap="xs" align="end">
      <NativeSelect
        label={t("trainingCoach:week.label")}
        flex={{ base: "1 1 100%", sm: "0 1 320px" }}
        value={`${phase.id} ${week}`}
        data={phases.map(({ id, title, weeks, workouts }) => ({
          group: title,
          items: range(1, weeks).map((number) => ({
            value: `${id} ${number}`,
            label: [
              title,
              t("trainingCoach:week.number", { number, weeks }),
              !workouts.some((one) => one.week === number) && t("trainingCoach:week.isEmpty"),
            ]
              .filter(Boolean)
              .join(" · "),
          })),
        }))}
        onChange={(event) => {
          const [id = "", number] = event.currentTarget.value.split(" ");
          onGo(id, Number(number));
        }}
      />
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAddDay}>
        {t("trainingCoach:day.add")}
      </Button>
      <ActionMenu
        trigger={
          <Button
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
            disabled={phase.weeks === 1}
          >
            {t("trainingCoach:week.copy")}
          </Button>
        }
        actions={[
          {
            label: t("trainingCoach:week.copyNext"),
            isDisabled: week === phase.weeks,
            onClick: () => copyTo([week + 1]),
          },
          {
            label: t("trainingCoach:week.copyRest"),
            isDisabled: week === phase.weeks,
            onClick: () => copyTo(range(week + 1, phase.weeks)),
          },
          ...range(1, Math.min(phase.weeks, 12))
            .filter((number) => number !== week)
            .map((number) => ({
              label: t("trainingCoach:week.copyTo", { number }),
              onClick: () => copyTo([number]),
            })),
        ]}
      />
      <ActionMenu
        trigger={
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t("trainingCoach:phase.menu", { title: phase.title })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        }
        actions={[
          { label: t("trainingCoach:phase.change"), onClick: () => setDialog("change") },
          { label: t("trainingCoach:phase.add"), onClick: () => setDialog("add") },
          {
            label: t("trainingCoach:phase.earlier"),
            isDisabled: at === 0,
            onClick: () => edit(movePhase(phase.id, -1)),
          },
          {
            label: t("trainingCoach:phase.later"),
            isDisabled: at === phases.length - 1,
            onClick: () => edit(movePhase(phase.id, 1)),
          },
          {
            label: t("trainingCoach:phase.delete"),
            isDanger: true,
            isDisabled: phases.length === 1,
            onClick: () => edit(removePhase(phase.id)),
          },
        ]}
      />
      {dialog && (
        <Suspense>
          <PhaseDialog
            phase={dialog === "change" ? phase : null}
            number={phases.length + 1}
            edit={edit}
            onAdded={(id) => onGo(id, 1)}
            onClose={() => setDialog(undefined)}
          />
        </Suspense>
      )}
    </Group>
  );
}
