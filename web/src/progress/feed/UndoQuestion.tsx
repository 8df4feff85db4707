import { Button, Group, List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";
import { focusCard } from "./focusCard";

interface UndoQuestionProps {
  log: Log;
  events: ProgressEvent[];
  isPending: boolean;
  onUndo: () => void;
  onKeep: () => void;
}

/** Says what an undo takes: several values, or one that a person has decided on. */
export default function UndoQuestion({ log, events, isPending, onUndo, onKeep }: UndoQuestionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <Text size="sm">{t("progress:receipt.undoTakes")}</Text>
      <List size="sm" mb={6}>
        {events.map((event) => {
          const words = describeEventOn(event, log.local_date_for_client, t, format);
          return (
            <List.Item key={event.id}>
              {event.corrected_at === null
                ? words
                : t("progress:receipt.checkedValue", {
                    event: words,
                    moment: format.dateTime(event.corrected_at),
                  })}
            </List.Item>
          );
        })}
      </List>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          loading={isPending}
          onClick={(click) => {
            focusCard(click.currentTarget);
            onUndo();
          }}
          data-autofocus
        >
          {t("progress:receipt.undoAll", { count: events.length })}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={(click) => {
            focusCard(click.currentTarget);
            onKeep();
          }}
        >
          {t("app:cancel")}
        </Button>
      </Group>
    </div>
  );
}
