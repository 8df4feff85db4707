import { Alert, Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useWeightFormat } from "../../../account/weightUnit";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { IconPlus } from "../../../foundation/icons";
import { LoadError, LoadingBlock } from "../../../foundation/Panel";
import { RefusedSteps } from "../outbox/RefusedSteps";
import { useSending, useSteps, useUnsent } from "../outbox/useWorkoutOutbox";
import { useSession } from "../queries";
import { type Action, minutes, type SessionDocument, type SessionExercise, type SetValues } from "./document";
import { ExerciseCard } from "./ExerciseCard";
import { RestBar } from "./RestBar";
import { startRest } from "./restTimer";
import { SessionSummary } from "./SessionSummary";
import classes from "./session.module.css";
import { blocksOf, type SetRow, setsDone } from "./setRows";
import { tellOver, useRest } from "./useRest";

const loadDialogs = () =>
  [import("./ExercisePicker"), import("./FinishDialog"), import("./PlateDialog")] as const;
const ExercisePicker = lazy(() => loadDialogs()[0]);
const FinishDialog = lazy(() => loadDialogs()[1]);
const PlateDialog = lazy(() => loadDialogs()[2]);

const USUAL_REST_SECONDS = 90;

interface SessionViewProps {
  clientId: string;
  sessionId: string;
}

/** A session in the gym: every tap is on the device before it is sent. */
export default function SessionView({ clientId, sessionId }: SessionViewProps) {
  const { t } = useTranslation();
  const { document, error, isFetching, refetch } = useSession(clientId, sessionId);
  useSending();
  useEffect(() => {
    for (const loading of loadDialogs()) loading.catch(() => undefined); // so that they open without a connection
  }, []);
  return (
    <Stack gap="sm">
      <Anchor component={Link} to="/training" size="sm">
        {t("trainingClient:back")}
      </Anchor>
      {document ? (
        <Opened document={document} clientId={clientId} />
      ) : error ? (
        <>
          <Title order={1} size="h3">
            {t("trainingClient:session")}
          </Title>
          <LoadError error={error} retry={refetch} retrying={isFetching} />
        </>
      ) : (
        <LoadingBlock height={480} />
      )}
    </Stack>
  );
}

type Open =
  | { what: "add" }
  | { what: "swap"; id: string }
  | { what: "plates"; kg: number | null }
  | { what: "finish" };

function Opened({ document, clientId }: { document: SessionDocument; clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const { session, exercises } = document;
  const add = useSteps(clientId, session.id);
  const unsent = useUnsent().filter((step) => step.sessionId === session.id).length;
  const [open, setOpen] = useState<Open | null>(null);
  const [failed, setFailed] = useState(false);
  const [rest, now, changeRest] = useRest(() => void tellOver(t("trainingClient:rest.over")));
  // Two taps on one line, before it shows the first, are one set.
  const tapped = useRef(new Map<string, string>());
  const isFinished = session.status === "finished";
  const blocks = blocksOf(exercises);
  const left = exercises.reduce((sum, one) => sum + Math.ceil(Math.max(0, one.sets - setsDone(one))), 0);
  const spent = minutes(session.started_at, new Date(now).toISOString());

  const does = (action: Action) => {
    add(action).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  const log = (exercise: SessionExercise, row: SetRow, values: SetValues) => {
    const place = `${exercise.id} ${exercise.exercise_id} ${row.key}`;
    const id = row.done?.client_request_id ?? tapped.current.get(place) ?? crypto.randomUUID();
    tapped.current.set(place, id);
    const { number: set_number, isWarmup: is_warmup, side } = row;
    const set = { client_request_id: id, set_number, is_warmup, side, ...values };
    does({ do: "log", id: exercise.id, exerciseId: exercise.exercise_id, set });
    if (row.done || row.isWarmup || side === "left" || isFinished) return; // the right one follows at once
    const block = blocks.find((one) => one.some(({ id }) => id === exercise.id));
    const isLast = block?.at(-1)?.id === exercise.id;
    const seconds = exercise.rest_seconds ?? (isLast ? USUAL_REST_SECONDS : 0);
    changeRest(seconds > 0 ? startRest(session.id, seconds, Date.now()) : null);
  };

  const undo = (row: SetRow) => {
    const id = row.done?.client_request_id;
    if (!id) return;
    for (const [place, known] of tapped.current) if (known === id) tapped.current.delete(place);
    does({ do: "undo", setId: id });
  };

  return (
    <>
      <div>
        <Title order={1} size="h3">
          {session.title}
        </Title>
        <Text size="sm" c="dimmed">
          {[
            session.focus,
            session.week !== null && t("trainingClient:week", { week: session.week }),
            session.scheduled_on && format.longDay(session.scheduled_on),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        {session.notes && <Text size="sm">{session.notes}</Text>}
      </div>
      {failed && (
        <Alert color="red" role="alert">
          {t("trainingClient:notKept")}
        </Alert>
      )}
      <RefusedSteps sessionId={session.id} />
      {unsent > 0 && (
        <Text size="sm" role="status" data-unsent={unsent}>
          {t("trainingClient:unsent", { count: unsent })}
        </Text>
      )}
      {isFinished && (
        <SessionSummary document={document} weights={weights} onReopen={() => does({ do: "reopen" })} />
      )}
      {exercises.length === 0 && <Text c="dimmed">{t("trainingClient:noExercises")}</Text>}
      {blocks.map((block, index) => {
        const [first] = block;
        if (!first) return null;
        const letter = String.fromCharCode(65 + (index % 26));
        const cards = block.map((exercise, place) => (
          <ExerciseCard
            key={exercise.id}
            exercise={exercise}
            mark={block.length > 1 ? `${letter}${place + 1}` : null}
            weights={weights}
            onLog={(row, values) => log(exercise, row, values)}
            onUndo={undo}
            onSwap={() => setOpen({ what: "swap", id: exercise.id })}
            onNote={(notes) => does({ do: "note", id: exercise.id, notes })}
            onPlates={exercise.kind === "weight_reps" ? (kg) => setOpen({ what: "plates", kg }) : undefined}
          />
        ));
        if (block.length === 1) return cards;
        return (
          <Stack key={`block ${first.id}`} gap="xs" className={classes.block} component="section">
            <Title order={2} size="h6">
              {t(`training:block.${first.block_kind === "circuit" ? "circuit" : "superset"}`)} {letter}
            </Title>
            {cards}
          </Stack>
        );
      })}
      <Group gap="xs" grow>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setOpen({ what: "add" })}
        >
          {t("trainingClient:addExercise")}
        </Button>
        {!isFinished && (
          <Button onClick={() => setOpen({ what: "finish" })}>{t("trainingClient:finish.open")}</Button>
        )}
      </Group>
      {rest && rest.sessionId === session.id && !isFinished && (
        <RestBar rest={rest} now={now} onChange={changeRest} />
      )}
      <Suspense>
        {(open?.what === "add" || open?.what === "swap") && (
          <ExercisePicker
            clientId={clientId}
            title={t(open.what === "add" ? "trainingClient:addExercise" : "trainingClient:swap")}
            onPick={(exercise) =>
              does(
                open.what === "add"
                  ? { do: "add", id: crypto.randomUUID(), exercise }
                  : { do: "swap", id: open.id, exercise },
              )
            }
            onClose={() => setOpen(null)}
          />
        )}
        {open?.what === "plates" && (
          <PlateDialog kg={open.kg} unit={weights.unit} onClose={() => setOpen(null)} />
        )}
        {open?.what === "finish" && (
          <FinishDialog
            duration={spent === null ? null : t("trainingClient:minutes", { count: spent })}
            left={left}
            onFinish={(rpe, notes) => {
              changeRest(null);
              does({ do: "finish", rpe, notes });
              scrollTo(0, 0); // there it says that the workout is done
            }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </>
  );
}
