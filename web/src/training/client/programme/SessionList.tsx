import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { SessionRow } from "../api";
import classes from "./programme.module.css";
import { dayOf, type Mark, markOf } from "./week";

const COLORS: Record<Mark, string> = {
  finished: "teal",
  skipped: "gray",
  started: "blue",
  next: "lagoon",
  late: "orange",
  planned: "gray",
};

interface SessionListProps {
  sessions: SessionRow[];
  next: SessionRow | null;
  today: Day;
}

/** Sessions with their day and how they stand. Each opens. */
export function SessionList({ sessions, next, today }: SessionListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: "none" }}>
      {sessions.map((session) => {
        const mark = markOf(session, next, today);
        return (
          <li key={session.id}>
            <UnstyledButton
              component={Link}
              to={`/training?session=${session.id}`}
              className={classes.session}
              data-mark={mark}
            >
              <Text span size="sm" c="dimmed" miw={64}>
                {format.weekday(dayOf(session))} {format.shortDay(dayOf(session))}
              </Text>
              <Text span size="sm" fw={500} flex={1} miw={0} style={{ overflowWrap: "anywhere" }}>
                {session.title || t("trainingClient:session")}
              </Text>
              <Group gap={4} wrap="nowrap">
                {session.completion?.duration_min && (
                  <Text span size="xs" c="dimmed">
                    {t("trainingClient:minutes", { count: session.completion.duration_min })}
                  </Text>
                )}
                <Badge variant="light" color={COLORS[mark]} className={classes.mark}>
                  {t(`trainingClient:mark.${mark}`)}
                </Badge>
              </Group>
            </UnstyledButton>
          </li>
        );
      })}
    </Stack>
  );
}
