import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import type { EventOf } from "../../events";
import { useEvents } from "../../queries";
import { kilograms, lastOfEachDay } from "./weights";

const SHOWN = 5;

/** The last weights, one a day, newest first. */
export function WeekWeights({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const weights = useEvents(clientId, "weight", { limit: 4 * SHOWN });
  return (
    <QueryPanel
      title={t("progress:week.weights")}
      query={weights}
      height={150}
      isEmpty={(events) => events.length === 0}
      empty={t("progress:week.weightsEmpty")}
    >
      {(events) => <Weights events={lastOfEachDay(events).slice(0, SHOWN)} />}
    </QueryPanel>
  );
}

function Weights({ events }: { events: EventOf<"weight">[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const newest = events[0];
  const oldest = events.at(-1);
  if (!newest || !oldest) return null;
  const inKg = (event: EventOf<"weight">) =>
    t("progress:week.kilograms", { value: format.number(kilograms(event.data_json), 1) });
  const change = kilograms(newest.data_json) - kilograms(oldest.data_json);
  return (
    <>
      {events.length > 1 && (
        <Text size="sm" fw={600}>
          {t("progress:week.change", {
            value: format.change(change),
            day: format.day(oldest.date_for_metric),
          })}
        </Text>
      )}
      {events.map((event) => (
        <Group key={event.id} justify="space-between">
          <Text size="sm" c="dimmed">
            {format.shortDay(event.date_for_metric)}
          </Text>
          <Text size="sm">{inKg(event)}</Text>
        </Group>
      ))}
    </>
  );
}
