import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../account/weightUnit";
import { useFormat } from "../foundation/i18n/useLanguage";
import { QueryPanel } from "../foundation/Panel";
import { useNextWeek } from "./client/queries";
import { useName } from "./exercises";
import { describeTarget } from "./target";

interface NextWeekProps {
  clientId: string;
  programId: string;
  /** Whether the workouts show their exercises at once. */
  isOpen?: boolean;
}

/** What the next week asks for, as far as it is known today. */
export function NextWeek({ clientId, programId, isOpen }: NextWeekProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useName();
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
          <details key={position} open={isOpen}>
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
                // biome-ignore lint/suspicious/noArrayIndexKey: one exercise may stand there twice
                <Text component="li" size="sm" key={index}>
                  {nameOf(exercise)}: {describeTarget(exercise, weights, t, format)}
                </Text>
              ))}
            </Stack>
          </details>
        ))
      }
    </QueryPanel>
  );
}
