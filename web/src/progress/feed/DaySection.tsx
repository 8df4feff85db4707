import { Stack, Title } from "@mantine/core";
import type { Day } from "../../app/calendar";
import { useFormat } from "../../i18n/useLanguage";
import type { Client } from "../../people/api";
import classes from "./Feed.module.css";
import { LogCard } from "./LogCard";
import type { TimelineItem } from "./timeline";
import { WaitingCard } from "./WaitingCard";

interface DaySectionProps {
  day: Day;
  today: Day;
  items: TimelineItem[];
  client: Client;
}

export function DaySection({ day, today, items, client }: DaySectionProps) {
  const format = useFormat();
  const relative = format.relativeDay(day, today);
  return (
    <div>
      <Title order={2} size="sm" className={classes.day}>
        {relative ? `${relative}, ${format.day(day)}` : format.longDay(day)}
      </Title>
      <Stack gap="xs" component="ul" className={classes.list}>
        {items.map((item) => (
          <li key={item.key}>
            {item.kind === "log" ? (
              <LogCard log={item.log} client={client} />
            ) : (
              <WaitingCard entry={item.entry} timeZone={client.timezone} />
            )}
          </li>
        ))}
      </Stack>
    </div>
  );
}
