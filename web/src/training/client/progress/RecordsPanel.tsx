import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../../account/weightUnit";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { distance } from "../../target";
import type { WorkoutRecord } from "../api";
import { useRecords } from "../queries";
import { clock } from "../session/restTimer";

/** The best of each exercise. */
export function RecordsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const weights = useWeightFormat();
  const records = useRecords(clientId);
  const inWords = ({ metric, value }: WorkoutRecord) => {
    if (metric === "e1rm" || metric === "max_kg") return weights.weight(value);
    if (metric === "max_meters") return distance(value, t, format);
    return metric === "max_seconds" ? clock(value) : format.number(value);
  };
  return (
    <QueryPanel
      title={t("trainingClient:records.title")}
      query={records}
      height={120}
      isEmpty={(all) => all.length === 0}
      empty={t("trainingClient:records.empty")}
    >
      {(all) => (
        <>
          <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
            {byExercise(all).map((group) => (
              <li key={group[0].exercise_id}>
                <Text size="sm" fw={600}>
                  {nameIn(language, group[0])}
                </Text>
                <Group gap="md">
                  {group.map((record) => (
                    <Text key={record.metric} size="sm" title={format.date(record.measured_on)}>
                      <Text span c="dimmed" size="xs">
                        {t(`trainingClient:records.${record.metric}`)}
                      </Text>{" "}
                      {inWords(record)}
                    </Text>
                  ))}
                </Group>
              </li>
            ))}
          </Stack>
          <Text size="xs" c="dimmed">
            {t("trainingClient:records.formula")}
          </Text>
        </>
      )}
    </QueryPanel>
  );
}

function byExercise(records: WorkoutRecord[]): [WorkoutRecord, ...WorkoutRecord[]][] {
  const groups = new Map<string, [WorkoutRecord, ...WorkoutRecord[]]>();
  for (const record of records) {
    const group = groups.get(record.exercise_id);
    if (group) group.push(record);
    else groups.set(record.exercise_id, [record]);
  }
  return [...groups.values()];
}
