import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../../account/weightUnit";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { describeTarget } from "../../target";
import { useNextWeek } from "../queries";

/** What the next week asks for. */
export function NextWeek({ clientId, programId }: { clientId: string; programId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const weights = useWeightFormat();
  const preview = useNextWeek(clientId, programId);
  return (
    <QueryPanel
      title={t("trainingClient:nextWeek.title")}
      query={preview}
      height={96}
      isEmpty={(sessions) => sessions.length === 0}
      empty={t("trainingClient:nextWeek.empty")}
    >
      {(sessions) =>
        sessions.map(({ position, title, scheduled_on, exercises }) => (
          <details key={`${position} ${scheduled_on}`}>
            <summary style={{ minHeight: 44, alignContent: "center", cursor: "pointer" }}>
              {title}
              {scheduled_on && (
                <Text span size="sm" c="dimmed">
                  {" "}
                  {format.weekday(scheduled_on)} {format.shortDay(scheduled_on)}
                </Text>
              )}
            </summary>
            <Stack component="ul" gap={2} m={0} ps="md">
              {exercises.map((exercise, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes in place
                <Text component="li" size="sm" key={index}>
                  {nameIn(language, exercise)}: {describeTarget(exercise, weights, t, format)}
                  {exercise.target_kg !== null &&
                    exercise.load_kind !== "kg" &&
                    ` · ${weights.weight(exercise.target_kg)}`}
                </Text>
              ))}
            </Stack>
          </details>
        ))
      }
    </QueryPanel>
  );
}
