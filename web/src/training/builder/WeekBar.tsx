import { ActionIcon, Button, Group, Menu, NativeSelect } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconCopy, IconPlus } from "../../foundation/icons";
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
        data={phases.map(({ id, title, weeks }) => ({
          group: title,
          items: range(1, weeks).map((number) => ({
            value: `${id} ${number}`,
            label: `${title} · ${t("trainingCoach:week.number", { number, weeks })}`,
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
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
            disabled={phase.weeks === 1}
          >
            {t("trainingCoach:week.copy")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={week === phase.weeks} onClick={() => copyTo([week + 1])}>
            {t("trainingCoach:week.copyNext")}
          </Menu.Item>
          <Menu.Item disabled={week === phase.weeks} onClick={() => copyTo(range(week + 1, phase.weeks))}>
            {t("trainingCoach:week.copyRest")}
          </Menu.Item>
          {range(1, Math.min(phase.weeks, 12))
            .filter((number) => number !== week)
            .map((number) => (
              <Menu.Item key={number} onClick={() => copyTo([number])}>
                {t("trainingCoach:week.copyTo", { number })}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t("trainingCoach:phase.menu", { title: phase.title })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog("change")}>{t("trainingCoach:phase.change")}</Menu.Item>
          <Menu.Item onClick={() => setDialog("add")}>{t("trainingCoach:phase.add")}</Menu.Item>
          <Menu.Item disabled={at === 0} onClick={() => edit(movePhase(phase.id, -1))}>
            {t("trainingCoach:phase.earlier")}
          </Menu.Item>
          <Menu.Item disabled={at === phases.length - 1} onClick={() => edit(movePhase(phase.id, 1))}>
            {t("trainingCoach:phase.later")}
          </Menu.Item>
          <Menu.Item color="red" disabled={phases.length === 1} onClick={() => edit(removePhase(phase.id))}>
            {t("trainingCoach:phase.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
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
