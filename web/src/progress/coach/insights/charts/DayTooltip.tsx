import { Paper, Text } from "@mantine/core";
import type { Day } from "../../../../foundation/calendar";
import { useFormat } from "../../../../foundation/i18n/useLanguage";

export function DayTooltip({ day, lines }: { day: Day; lines: string[] }) {
  const format = useFormat();
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>
        {format.longDay(day)}
      </Text>
      {lines.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Paper>
  );
}
