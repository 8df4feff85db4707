import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../../foundation/calendar";
import touch from "../../foundation/touch.module.css";
import { MOODS } from "../events";
import { IconMoodEmpty, IconMoodSad, IconMoodSmile } from "../icons";
import { useToday } from "../useToday";
import { DayChoice, onDay } from "./DayChoice";
import type { EntryWords } from "./useEntryWords";

const ICONS = { good: IconMoodSmile, neutral: IconMoodEmpty, bad: IconMoodSad };

export function QuickMood({ words, submit }: { words: EntryWords; submit: (text: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [daysAgo, setDaysAgo] = useState(0);
  const today = useToday(browserTimeZone());
  return (
    <Group gap="xs">
      <DayChoice value={daysAgo} onChange={setDaysAgo} />
      {MOODS.map((mood) => {
        const Icon = ICONS[mood];
        return (
          <Button
            key={mood}
            variant="default"
            className={touch.target}
            leftSection={<Icon size={20} aria-hidden />}
            onClick={() =>
              void submit(onDay(words.t(`progress:quick.text.mood.${mood}`), daysAgo, words, today))
            }
          >
            {t(`progress:correction.moods.${mood}`)}
          </Button>
        );
      })}
    </Group>
  );
}
