import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MOODS } from "../events";
import { IconMoodEmpty, IconMoodSad, IconMoodSmile } from "../icons";

const ICONS = { good: IconMoodSmile, neutral: IconMoodEmpty, bad: IconMoodSad };

export function QuickMood({ submit }: { submit: (text: string) => Promise<void> }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      {MOODS.map((mood) => {
        const Icon = ICONS[mood];
        return (
          <Button
            key={mood}
            variant="default"
            leftSection={<Icon size={20} aria-hidden />}
            onClick={() => void submit(t(`progress:quick.text.mood.${mood}`))}
          >
            {t(`progress:correction.moods.${mood}`)}
          </Button>
        );
      })}
    </Group>
  );
}
