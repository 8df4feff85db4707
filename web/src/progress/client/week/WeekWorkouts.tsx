import { Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../../account/preferences";
import { type Day, weekStart } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { describeEvent } from "../../describeEvent";
import type { EventOf } from "../../events";
import type { Facts } from "../../facts";
import { useEvents, useSummary } from "../../queries";

const MOST = 30;

/** This week's workouts against the plan. */
export function WeekWorkouts({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const start = weekStart(today, usePreferences().data?.first_day_of_week);
  const workouts = useEvents(clientId, "workout", { since: start, limit: MOST });
  const facts = useSummary(clientId, start, today);
  return (
    <QueryPanel title={t("progress:week.workouts")} query={workouts} height={96}>
      {(events) => (
        <>
          {facts.data && <Tally facts={facts.data} />}
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

function Tally({ facts }: { facts: Facts }) {
  const { t } = useTranslation();
  const done = facts.aggregates.workouts_count;
  const target = facts.plan.workouts_per_week_target;
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
