import { Group, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, type Day, weekStart } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { Panel } from "../../../foundation/Panel";
import type { SessionRow } from "../api";
import { EarlierLater } from "../EarlierLater";
import { SessionList } from "./SessionList";
import { inWeek } from "./week";

interface WeekPanelProps {
  sessions: SessionRow[];
  next: SessionRow | null;
  today: Day;
}

/** The sessions of a week: done, next, skipped. */
export function WeekPanel({ sessions, next, today }: WeekPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [monday, setMonday] = useState(() => weekStart(today));
  const shown = inWeek(sessions, monday);
  const done = shown.filter(({ status }) => status === "finished").length;
  const words = t("trainingClient:weekPanel.done", { done, count: shown.length });
  return (
    <Panel
      title={
        monday === weekStart(today)
          ? t("trainingClient:weekPanel.this")
          : format.shortDays(monday, addDays(monday, 6))
      }
      action={
        <EarlierLater
          labels={{
            earlier: t("trainingClient:weekPanel.earlier"),
            later: t("trainingClient:weekPanel.later"),
          }}
          onStep={(by) => setMonday(addDays(monday, 7 * by))}
        />
      }
    >
      <Stack gap="xs" mih={96}>
        {shown.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("trainingClient:weekPanel.empty")}
          </Text>
        ) : (
          <>
            <Group gap="sm" wrap="nowrap">
              <Progress value={(100 * done) / shown.length} flex={1} aria-label={words} />
              <Text size="sm" fw={600}>
                {words}
              </Text>
            </Group>
            <SessionList sessions={shown} next={next} today={today} />
          </>
        )}
      </Stack>
    </Panel>
  );
}
