import { Stack, Text, Title } from "@mantine/core";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { DayMark } from "./DayMark";
import classes from "./Feed.module.css";
import type { LogCardProps } from "./LogCard";
import type { FeedClient, TimelineItem } from "./timeline";
import { WaitingCard } from "./WaitingCard";

interface DaySectionProps {
  day: Day;
  today: Day;
  items: TimelineItem[];
  client: FeedClient;
  /** How a stored entry is shown. */
  card: ComponentType<LogCardProps>;
}

export function DaySection({ day, today, items, client, card: Card }: DaySectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const relative = format.relativeDay(day, today);
  return (
    <div>
      <div className={classes.dayLine}>
        <Title order={2} size="sm" className={classes.day}>
          {relative ? `${relative}, ${format.day(day)}` : format.longDay(day)}
        </Title>
        <DayMark clientId={client.id} day={day} today={today} />
      </div>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("progress:day.nothing")}
        </Text>
      )}
      <Stack gap="xs" component="ul" className={classes.list}>
        {items.map((item) => (
          <li key={item.key}>
            {item.kind === "log" ? (
              <Card log={item.log} client={client} />
            ) : (
              <WaitingCard entry={item.entry} timeZone={client.timezone} />
            )}
          </li>
        ))}
      </Stack>
    </div>
  );
}
