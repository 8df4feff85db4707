import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import touch from "../../foundation/touch.module.css";
import { MOODS } from "../events";
import { IconMoodEmpty, IconMoodSad, IconMoodSmile } from "../icons";
import { DayChoice, onDay } from "./DayChoice";
import type { QuickFormProps } from "./QuickForm";

const ICONS = { good: IconMoodSmile, neutral: IconMoodEmpty, bad: IconMoodSad };

export function QuickMood({ words, today, submit }: Omit<QuickFormProps, "clientId" | "kind">) {
  const { t } = useTranslation();
  const [daysAgo, setDaysAgo] = useState(0);
  return (
    <Group gap="xs">
      <DayChoice today={today} value={daysAgo} onChange={setDaysAgo} />
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
