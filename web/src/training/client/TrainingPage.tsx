import { Grid, Stack, Title } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useOwnClient } from "../../account/queries";
import { dayIn } from "../../foundation/calendar";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { NextWeek } from "../NextWeek";
import { useSending } from "./outbox/useWorkoutOutbox";
import { Calendar } from "./programme/Calendar";
import { NowCard } from "./programme/NowCard";
import { WeekPanel } from "./programme/WeekPanel";
import { nextSession } from "./programme/week";
import { useKept, useProgram, useSessions } from "./queries";
import { TrainingTabs } from "./TrainingTabs";

const loadSession = () => import("./session/SessionView");
const SessionView = lazy(loadSession);

/** A client's programme, or the session that is open. */
export default function TrainingPage() {
  const { t } = useTranslation();
  const client = useOwnClient();
  const [search] = useSearchParams();
  const sessionId = search.get("session");
  usePageTitle(t("trainingClient:title"));
  useEffect(() => {
    loadSession().catch(() => undefined); // so that it is there when the connection is gone
  }, []);
  if (!sessionId) return <Programme clientId={client.id} timeZone={client.timezone} />;
  return (
    <Suspense fallback={<LoadingBlock height={480} />}>
      <SessionView key={sessionId} clientId={client.id} sessionId={sessionId} />
    </Suspense>
  );
}

const KEPT = 4;

function Programme({ clientId, timeZone }: { clientId: string; timeZone: string }) {
  const { t } = useTranslation();
  const today = dayIn(timeZone);
  const sessions = useSessions(clientId, today);
  const program = useProgram(clientId);
  useSending();
  const ahead = (sessions.data ?? [])
    .filter(
      ({ status, scheduled_on }) => status === "started" || (status === "planned" && scheduled_on !== null),
    )
    .slice(0, KEPT);
  useKept(
    clientId,
    ahead.map(({ id }) => id),
  );
  const next = nextSession(sessions.data ?? []);
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {t("trainingClient:title")}
      </Title>
      <TrainingTabs shown="programme" />
      {sessions.data ? (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack gap="md">
              <NowCard clientId={clientId} next={next} program={program.data ?? null} today={today} />
              <WeekPanel sessions={sessions.data} next={next} today={today} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack gap="md">
              {program.data && <NextWeek clientId={clientId} programId={program.data.id} />}
              <Calendar sessions={sessions.data} today={today} />
            </Stack>
          </Grid.Col>
        </Grid>
      ) : sessions.error ? (
        <LoadError error={sessions.error} retry={() => sessions.refetch()} retrying={sessions.isFetching} />
      ) : (
        <LoadingBlock height={480} />
      )}
    </Stack>
  );
}
