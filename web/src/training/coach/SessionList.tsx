import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { type Program, type Session, skipSession, swapExercise } from "../api";
import { useSession } from "../client/queries";
import type { SessionExercise } from "../client/session/document";
import { describeSets } from "../client/session/fields";
import { ExerciseInput } from "../ExerciseInput";
import { useName } from "../exercises";
import { useProgramChange } from "../queries";
import { describeTarget } from "../target";

interface SessionListProps {
  program: Program;
  clientId: string;
}

const COLORS = { planned: "gray", started: "yellow", finished: "teal", skipped: "gray" } as const;

/** The sessions of a programme in their order. A press opens what one asks for and what was done. */
export function SessionList({ program, clientId }: SessionListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [openId, setOpen] = useState<string>();
  const sessions = program.sessions.toSorted(
    (a, b) => order(a.phase, b.phase) || order(a.week, b.week) || order(a.position, b.position),
  );
  return (
    <Stack component="ul" gap={4} p={0} m={0}>
      {sessions.map((session) => (
        <li key={session.id} style={{ listStyle: "none" }}>
          <Group gap="xs">
            <Button
              variant="subtle"
              size="sm"
              px={6}
              aria-expanded={openId === session.id}
              onClick={() => setOpen(openId === session.id ? undefined : session.id)}
              styles={{
                label: { whiteSpace: "normal", textAlign: "start" },
                root: { height: "auto", minHeight: 36 },
              }}
            >
              {[
                t("trainingCoach:session.place", { phase: session.phase, week: session.week }),
                session.title || t("training:text.day", { position: session.position }),
                session.scheduled_on && format.shortDay(session.scheduled_on),
              ]
                .filter(Boolean)
                .join(" · ")}
            </Button>
            <Badge
              variant="outline"
              color={COLORS[session.status]}
              c="var(--mantine-color-text)"
              tt="none"
              radius="sm"
            >
              {t(`trainingCoach:session.status.${session.status}`)}
            </Badge>
          </Group>
          {openId === session.id && <SessionDetails session={session} clientId={clientId} />}
        </li>
      ))}
    </Stack>
  );
}

function order(a: number | null, b: number | null): number {
  return (a ?? 0) - (b ?? 0);
}

function SessionDetails({ session, clientId }: { session: Session; clientId: string }) {
  const { t } = useTranslation();
  const change = useProgramChange(clientId);
  const { document, error, isFetching, refetch } = useSession(clientId, session.id);
  if (!document)
    return error ? (
      <LoadError error={error} retry={refetch} retrying={isFetching} />
    ) : (
      <LoadingBlock height={60} />
    );
  const isOpen = session.status === "planned" || session.status === "started";
  return (
    <Stack gap="xs" pl="md" pb="xs">
      {document.exercises.map((one) => (
        <Exercise
          key={one.id}
          exercise={one}
          mayChange={isOpen}
          onSwap={(id) => change.mutate(() => swapExercise(one.id, id))}
        />
      ))}
      {change.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(change.error, t)}
        </Text>
      )}
      {session.status === "planned" && (
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate(() => skipSession(session.id))}
          >
            {t("trainingCoach:session.skip")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface ExerciseProps {
  exercise: SessionExercise;
  mayChange: boolean;
  onSwap: (exerciseId: string) => void;
}

function Exercise({ exercise, mayChange, onSwap }: ExerciseProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const [isSwapping, setSwapping] = useState(false);
  const name = useName()(exercise);
  return (
    <div>
      <Group gap="xs">
        <Text size="sm">
          <b>{name}</b>: {describeTarget(exercise, weights, t, format)}
        </Text>
        {mayChange && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("trainingCoach:session.swapName", { name })}
            aria-expanded={isSwapping}
            onClick={() => setSwapping(!isSwapping)}
          >
            {t("trainingCoach:session.swap")}
          </Button>
        )}
      </Group>
      {isSwapping && (
        <ExerciseInput
          withLabel
          label={t("trainingCoach:session.swapFor", { name })}
          onPick={({ id }) => {
            setSwapping(false);
            onSwap(id);
          }}
        />
      )}
      {exercise.done.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("trainingCoach:session.done", { sets: describeSets(exercise.done, weights, t, format) })}
        </Text>
      )}
    </div>
  );
}
