import { Badge, Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { type Program, pauseProgram, resumeProgram } from "../api";
import { NextWeek } from "../NextWeek";
import { useProgramChange } from "../queries";
import { lengthsOf } from "./position";
import { SessionList } from "./SessionList";

const ProgramDialog = lazy(() => import("./ProgramDialog"));

export type ProgramTask = "move" | "shift" | "cancel";

interface ProgramCardProps {
  program: Program;
  clientId: string;
}

/** A programme of a client, where they are in it, and what the coach can do to it. */
export function ProgramCard({ program, clientId }: ProgramCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useProgramChange(clientId);
  const [task, setTask] = useState<ProgramTask>();
  const [shows, show] = useState<"next" | "sessions">();
  const { title, mode, status, phase, week, sessions, start_date, end_date, is_paid } = program;
  const weeks = lengthsOf(sessions);
  const done = sessions.filter((one) => one.status === "finished").length;
  const isOpen = status === "active" || status === "paused";
  const toggle = (what: "next" | "sessions") => show(shows === what ? undefined : what);
  return (
    <Paper component="li" withBorder p="sm" style={{ listStyle: "none" }}>
      <Group gap="xs" mb={4}>
        <Title order={3} size="h6" style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        {[t(`trainingCoach:program.status.${status}`), is_paid && t("trainingCoach:program.paid")]
          .filter((one) => one !== false)
          .map((badge) => (
            <Badge key={badge} variant="outline" c="var(--mantine-color-text)" tt="none" radius="sm">
              {badge}
            </Badge>
          ))}
      </Group>
      <Text size="sm">
        {t("trainingCoach:program.position", {
          phase,
          phases: weeks.length,
          week,
          weeks: weeks[phase - 1] ?? week,
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {t(`trainingCoach:program.mode.${mode}`)} ·{" "}
        {t("trainingCoach:program.days", { from: format.date(start_date), to: format.date(end_date) })}
      </Text>
      <Group gap="xs" my="xs" wrap="nowrap">
        <Progress
          flex={1}
          value={sessions.length > 0 ? (100 * done) / sessions.length : 0}
          aria-label={t("trainingCoach:program.progress")}
        />
        <Text size="sm">{t("trainingCoach:program.done", { done, total: sessions.length })}</Text>
      </Group>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-expanded={shows === "sessions"}
          onClick={() => toggle("sessions")}
        >
          {t("trainingCoach:program.sessions")}
        </Button>
        {isOpen && (
          <>
            <Button
              size="xs"
              variant="default"
              aria-expanded={shows === "next"}
              onClick={() => toggle("next")}
            >
              {t("trainingCoach:program.next")}
            </Button>
            {mode === "static" && (
              <Button size="xs" variant="default" onClick={() => setTask("move")}>
                {t("trainingCoach:program.move")}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setTask("shift")}>
              {t("trainingCoach:program.shift")}
            </Button>
            <Button
              size="xs"
              variant="default"
              loading={change.isPending}
              onClick={() =>
                change.mutate(() => (status === "paused" ? resumeProgram(program) : pauseProgram(program)))
              }
            >
              {t(status === "paused" ? "trainingCoach:program.resume" : "trainingCoach:program.pause")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setTask("cancel")}>
              {t("trainingCoach:program.cancel")}
            </Button>
          </>
        )}
      </Group>
      {change.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(change.error, t)}
        </Text>
      )}
      <Stack mt={shows ? "sm" : 0}>
        {shows === "sessions" && <SessionList program={program} clientId={clientId} />}
        {shows === "next" && <NextWeek programId={program.id} clientId={clientId} isOpen />}
      </Stack>
      {task && (
        <Suspense>
          <ProgramDialog
            task={task}
            program={program}
            clientId={clientId}
            onClose={() => setTask(undefined)}
          />
        </Suspense>
      )}
    </Paper>
  );
}
