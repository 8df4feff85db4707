import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { describeEvent } from "../describeEvent";
import { counts, type EventOf, type ProgressEvent } from "../events";
import { useStanding } from "./dayTotals";
import classes from "./Feed.module.css";

interface MealOrDayProps {
  event: EventOf<"nutrition">;
  isPending: boolean;
  onChange: (corrected: EventOf<"nutrition">) => void;
  /** Whether the event is named because the entry has several. */
  named: boolean;
}

/** Whether food counts as a meal or as the whole day, what follows from it, and a button that changes it. */
export function MealOrDay({ event, isPending, onChange, named }: MealOrDayProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const standing = useStanding(event.id);
  if (!counts(event)) return null;
  const isMeal = event.data_json.scope === "meal";
  return (
    <Group gap={6}>
      <Text span className={classes.meta}>
        {named ? `${describeEvent(event as ProgressEvent, t, format)}: ${words()}` : words()}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={isPending}
        onClick={() =>
          onChange({ ...event, data_json: { ...event.data_json, scope: isMeal ? "day" : "meal" } })
        }
      >
        {t(isMeal ? "progress:receipt.makeDay" : "progress:receipt.makeMeal")}
      </Button>
    </Group>
  );

  function words(): string {
    switch (standing?.kind) {
      case "replaced":
        return t("progress:receipt.replaced");
      case "total":
        return t("progress:receipt.replaces", { count: standing.replaces });
      case "added": {
        const { calories, total, sum } = standing;
        const number = (value: number) => format.number(value, 0);
        return t("progress:receipt.added", {
          calories: number(calories),
          total: number(total),
          sum: number(sum),
        });
      }
      default:
        return t(isMeal ? "progress:receipt.isMeal" : "progress:receipt.isDay");
    }
  }
}
