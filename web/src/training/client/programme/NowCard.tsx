import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { Panel } from "../../../foundation/Panel";
import type { Program, SessionRow } from "../api";
import { useWorkoutOutbox } from "../outbox/useWorkoutOutbox";
import type { Action } from "../session/document";

interface NowCardProps {
  clientId: string;
  next: SessionRow | null;
  program: Program | null;
  today: Day;
}

/** What to do now, and the button to begin. */
export function NowCard({ clientId, next, program, today }: NowCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const outbox = useWorkoutOutbox();
  const begin = async (sessionId: string, action: Action) => {
    await outbox.add({ requestId: crypto.randomUUID(), clientId, sessionId, action });
    navigate(`/training?session=${sessionId}`);
  };
  const when = (day: Day) => (day === today ? t("trainingClient:now.today") : format.longDay(day));
  return (
    <Panel title={t(next?.status === "started" ? "trainingClient:now.underWay" : "trainingClient:now.title")}>
      <Stack gap="sm">
        {program?.status === "paused" && <Badge color="gray">{t("trainingClient:now.paused")}</Badge>}
        {next ? (
          <>
            <div>
              <Text fw={600} size="lg">
                {next.title || t("trainingClient:session")}
              </Text>
              <Text size="sm" c="dimmed">
                {[next.focus, next.scheduled_on && when(next.scheduled_on)].filter(Boolean).join(" · ")}
              </Text>
            </div>
            <Group gap="xs">
              <Button
                size="md"
                flex="1 1 12rem"
                onClick={() =>
                  next.status === "started"
                    ? navigate(`/training?session=${next.id}`)
                    : void begin(next.id, { do: "start" })
                }
              >
                {t(next.status === "started" ? "trainingClient:now.goOn" : "trainingClient:now.start")}
              </Button>
              {next.status === "planned" && (
                <Button
                  size="md"
                  variant="default"
                  onClick={() =>
                    void outbox.add({
                      requestId: crypto.randomUUID(),
                      clientId,
                      sessionId: next.id,
                      action: { do: "skip" },
                    })
                  }
                >
                  {t("trainingClient:now.skip")}
                </Button>
              )}
            </Group>
          </>
        ) : (
          <Text c="dimmed" size="sm">
            {t(program ? "trainingClient:now.allDone" : "trainingClient:now.none")}
          </Text>
        )}
        <Button
          variant="subtle"
          onClick={() =>
            void begin(crypto.randomUUID(), { do: "create", title: t("trainingClient:now.ownTitle") })
          }
        >
          {t("trainingClient:now.own")}
        </Button>
      </Stack>
    </Panel>
  );
}
