import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { addDays, type Day } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import touch from "../../foundation/touch.module.css";
import type { EntryWords } from "./useEntryWords";

const OFFERED = 7;

interface DayChoiceProps {
  /** Where the client lives: their day decides, whoever writes. */
  today: Day;
  /** How many days ago. */
  value: number;
  onChange: (daysAgo: number) => void;
}

/** The day that an entry is of: today, yesterday, or one of the last week. */
export function DayChoice({ today, value, onChange }: DayChoiceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <NativeSelect
      aria-label={t("progress:quick.dayField")}
      classNames={{ input: touch.target }}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={Array.from({ length: OFFERED }, (_, daysAgo) => {
        const day = addDays(today, -daysAgo);
        return {
          value: String(daysAgo),
          label: format.relativeDay(day, today) ?? `${format.weekday(day)}, ${format.shortDay(day)}`,
        };
      })}
    />
  );
}

/** The words of an entry with its day in front, as the client would write it. Today needs none. */
export function onDay(text: string, daysAgo: number, { t, format }: EntryWords, today: Day): string {
  if (daysAgo === 0) return text;
  const day = daysAgo === 1 ? t("progress:quick.text.yesterday") : format.day(addDays(today, -daysAgo));
  return text.trim() ? t("progress:quick.text.onDay", { day, text }) : day;
}
