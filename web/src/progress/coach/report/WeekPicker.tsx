import { ActionIcon, Group, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { addDays, type Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { IconChevronLeft, IconChevronRight } from "../../icons";
import { isRunning, selectableWeeks, weekEnd } from "./weeks";

interface WeekPickerProps {
  /** A Monday. */
  week: Day;
  /** The client's own day. */
  today: Day;
  /** The day from which there is something to report on. */
  since: Day;
  onChange: (week: Day) => void;
}

export function WeekPicker({ week, today, since, onChange }: WeekPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const weeks = selectableWeeks(today, since);
  const shown = weeks.includes(week) ? weeks : [...weeks, week];
  return (
    <Group gap="xs" data-print="no" align="end" wrap="nowrap">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t("progressCoach:report.earlier")}
        disabled={week <= (weeks.at(-1) ?? week)}
        onClick={() => onChange(addDays(week, -7))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <NativeSelect
        aria-label={t("progressCoach:report.week")}
        flex={1}
        maw={320}
        value={week}
        data={shown.map((start) => ({
          value: start,
          label: [
            format.days(start, weekEnd(start)),
            isRunning(start, today) && t("progressCoach:report.running"),
          ]
            .filter(Boolean)
            .join(", "),
        }))}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t("progressCoach:report.later")}
        disabled={addDays(week, 7) > today}
        onClick={() => onChange(addDays(week, 7))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
