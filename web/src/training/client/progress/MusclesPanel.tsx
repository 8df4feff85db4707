import { Group, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, type Day, weekStart } from "../../../foundation/calendar";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { EarlierLater } from "../EarlierLater";
import { useMuscles, useMuscleVolume } from "../queries";

const WEEKS = 12;
/** Where a full bar ends, unless a muscle had more. */
const MANY_SETS = 10;

/** Sets for each muscle in a week. A muscle that only helps counts half. */
export function MusclesPanel({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const [monday, setMonday] = useState(() => weekStart(today));
  const from = addDays(weekStart(today), -7 * (WEEKS - 1));
  const volume = useMuscleVolume(clientId, from);
  const muscles = useMuscles(clientId).data ?? [];
  const nameOf = (slug: string) => {
    const muscle = muscles.find((one) => one.slug === slug);
    return muscle ? nameIn(language, muscle) : slug;
  };
  return (
    <QueryPanel
      title={t("trainingClient:muscles.title", { days: format.shortDays(monday, addDays(monday, 6)) })}
      query={volume}
      height={120}
      action={
        <EarlierLater
          labels={{
            earlier: t("trainingClient:weekPanel.earlier"),
            later: t("trainingClient:weekPanel.later"),
          }}
          isFirst={monday <= from}
          isLast={monday >= weekStart(today)}
          onStep={(by) => setMonday(addDays(monday, 7 * by))}
        />
      }
    >
      {(all) => {
        const shown = all.filter(({ week }) => week === monday).toSorted((a, b) => b.sets - a.sets);
        const most = Math.max(MANY_SETS, ...all.map(({ sets }) => sets));
        if (shown.length === 0) {
          return (
            <Text size="sm" c="dimmed">
              {t("trainingClient:muscles.empty")}
            </Text>
          );
        }
        return (
          <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: "none" }}>
            {shown.map(({ muscle, sets }) => (
              <Group component="li" key={muscle} gap="xs" wrap="nowrap">
                <Text size="sm" w={120} style={{ overflowWrap: "anywhere" }}>
                  {nameOf(muscle)}
                </Text>
                <Progress value={(100 * sets) / most} flex={1} aria-label={nameOf(muscle)} />
                <Text size="sm" w={36} ta="end">
                  {format.number(sets)}
                </Text>
              </Group>
            ))}
          </Stack>
        );
      }}
    </QueryPanel>
  );
}
