import { Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { addDays, type Day, weekStart } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { describeEvent } from "../../describeEvent";
import type { EventOf } from "../../events";
import { useEvents, useSeries } from "../../queries";

const MOST = 30;

/** This week's workouts against the plan. */
export function WeekWorkouts({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const monday = weekStart(today);
  const workouts = useEvents(clientId, "workout", { since: monday, limit: MOST });
  // The same request as the calories make: the plan in force comes with it.
  const target =
    useSeries(clientId, addDays(today, -6), today).data?.at(-1)?.workouts_per_week_target ?? null;
  return (
    <QueryPanel title={t("progress:week.workouts")} query={workouts} height={96}>
      {(events) => (
        <>
          <Tally done={events.length} target={target} />
          {events.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("progress:week.workoutsEmpty")}
            </Text>
          )}
          {events.map((event: EventOf<"workout">) => (
            <Group key={event.id} justify="space-between" wrap="nowrap">
              <Text size="sm" c="dimmed">
                {format.weekday(event.date_for_metric)}
              </Text>
              <Text size="sm" ta="end">
                {describeEvent(event, t, format)}
              </Text>
            </Group>
          ))}
        </>
      )}
    </QueryPanel>
  );
}

function Tally({ done, target }: { done: number; target: number | null }) {
  const { t } = useTranslation();
  if (!target) {
    return done > 0 ? <Text size="sm">{t("progress:week.workoutsCount", { count: done })}</Text> : null;
  }
  const words = t("progress:week.workoutsOf", { done, target });
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress value={(100 * Math.min(done, target)) / target} flex={1} aria-label={words} />
      <Text size="sm" fw={600}>
        {words}
      </Text>
    </Group>
  );
}
