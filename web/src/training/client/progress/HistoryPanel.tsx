import { Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inUnit, useWeightFormat } from "../../../account/weightUnit";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { distance } from "../../target";
import type { HistoryDay } from "../api";
import { useExerciseHistory, useRecords } from "../queries";
import { clock } from "../session/restTimer";
import { ValueLine } from "./ValueLine";

const MEASURES = ["e1rm", "top_kg", "top_reps", "volume_kg", "meters", "seconds"] as const;
type Measure = (typeof MEASURES)[number];

/** How one exercise has developed. */
export function HistoryPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const records = useRecords(clientId);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <QueryPanel
      title={t("trainingClient:history.title")}
      query={records}
      height={260}
      isEmpty={(all) => all.length === 0}
      empty={t("trainingClient:history.empty")}
    >
      {(all) => {
        const exercises = new Map(all.map((one) => [one.exercise_id, nameIn(language, one)]));
        const shown = chosen ?? all[0]?.exercise_id ?? "";
        return (
          <>
            <NativeSelect
              label={t("trainingClient:history.exercise")}
              value={shown}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={[...exercises].map(([value, label]) => ({ value, label }))}
            />
            <ExerciseHistory
              key={shown}
              clientId={clientId}
              exerciseId={shown}
              name={exercises.get(shown) ?? ""}
            />
          </>
        );
      }}
    </QueryPanel>
  );
}

function ExerciseHistory({
  clientId,
  exerciseId,
  name,
}: {
  clientId: string;
  exerciseId: string;
  name: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const history = useExerciseHistory(clientId, exerciseId);
  const [chosen, setChosen] = useState<Measure | null>(null);
  if (history.error && !history.data)
    return <LoadError error={history.error} retry={() => history.refetch()} />;
  if (!history.data) return <LoadingBlock height={200} />;
  const days = history.data;
  const known = MEASURES.filter((measure) => days.some((day) => day[measure]));
  const measure = chosen ?? known[0];
  if (!measure) return <Text c="dimmed">{t("trainingClient:history.empty")}</Text>;
  const isWeight = measure === "e1rm" || measure === "top_kg" || measure === "volume_kg";
  const shownOf = (day: HistoryDay) => {
    const value = day[measure];
    return value === null ? null : isWeight ? inUnit(value, weights.unit) : value;
  };
  const inWords = (value: number) => {
    if (isWeight) return t(`app:unit.${weights.unit}`, { value: format.number(value) });
    if (measure === "seconds") return clock(Math.round(value));
    return measure === "meters" ? distance(value, t, format) : format.number(value);
  };
  return (
    <Stack gap="xs">
      <Group>
        <NativeSelect
          aria-label={t("trainingClient:history.measure")}
          value={measure}
          onChange={(event) => setChosen(event.currentTarget.value as Measure)}
          data={known.map((value) => ({ value, label: t(`trainingClient:history.${value}`) }))}
        />
      </Group>
      <ValueLine
        name={`${name}, ${t(`trainingClient:history.${measure}`)}`}
        points={days.flatMap((day) => {
          const value = shownOf(day);
          return value === null ? [] : [{ key: day.session_id, day: day.day, value }];
        })}
        inWords={inWords}
      />
    </Stack>
  );
}
