import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../../account/weightUnit";
import type { Day } from "../../../foundation/calendar";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import { nameIn } from "../../exercises";
import { dayOf } from "../programme/week";
import { useSession, useSessions } from "../queries";
import { describeSets } from "../session/fields";
import { SessionSummary } from "../session/SessionSummary";

const SHOWN = 12;

/** The sessions that were finished or are under way, the newest first. Each opens with its sets. */
export function DonePanel({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<string[]>([]);
  const sessions = useSessions(clientId, today);
  return (
    <QueryPanel
      title={t("trainingClient:done.title")}
      query={sessions}
      height={120}
      isEmpty={(all) => all.every(({ started_at }) => started_at === null)}
      empty={t("trainingClient:done.empty")}
    >
      {(all) =>
        all
          .filter(({ started_at }) => started_at !== null)
          .toSorted((a, b) => (b.started_at ?? "").localeCompare(a.started_at ?? ""))
          .slice(0, SHOWN)
          .map((session) => (
            <details
              key={session.id}
              onToggle={(event) => {
                if (event.currentTarget.open) setOpen((before) => [...new Set([...before, session.id])]);
              }}
            >
              <summary style={{ minHeight: 44, alignContent: "center", cursor: "pointer" }}>
                {session.title || t("trainingClient:session")}{" "}
                <Text span size="sm" c="dimmed">
                  {[
                    format.day(dayOf(session)),
                    t(`trainingClient:mark.${session.status}`),
                    session.completion?.duration_min &&
                      t("trainingClient:minutes", { count: session.completion.duration_min }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
              </summary>
              {open.includes(session.id) && <Sets clientId={clientId} sessionId={session.id} />}
            </details>
          ))
      }
    </QueryPanel>
  );
}

function Sets({ clientId, sessionId }: { clientId: string; sessionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const weights = useWeightFormat();
  const { document, error, isFetching, refetch } = useSession(clientId, sessionId);
  if (!document) {
    return error ? (
      <LoadError error={error} retry={refetch} retrying={isFetching} />
    ) : (
      <LoadingBlock height={80} />
    );
  }
  return (
    <Stack gap={4} ps="sm">
      {document.session.status === "finished" && <SessionSummary document={document} weights={weights} />}
      {document.exercises.map(({ id, done, client_notes, ...exercise }) => (
        <Text key={id} size="sm">
          <b>{nameIn(language, exercise)}</b>: {describeSets(done, weights, t, format) || "–"}
          {client_notes && (
            <Text span inherit c="dimmed" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
              {" "}
              {client_notes}
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
}
