import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useUserId } from "../account/session";
import { useFormat } from "../foundation/i18n/useLanguage";
import { QueryPanel } from "../foundation/Panel";
import { RECORD_LENGTH, type RecordLine } from "./api";
import { useRecord } from "./queries";

interface RecordPanelProps {
  /** Absent: all clients. */
  clientId?: string;
  withNames?: boolean;
}

/** Who did what to the data, newest first. */
export function RecordPanel({ clientId, withNames = false }: RecordPanelProps) {
  const { t } = useTranslation();
  const record = useRecord(clientId);
  return (
    <QueryPanel
      title={t("privacy:record.title")}
      query={record}
      height={120}
      isEmpty={(entries) => entries.length === 0}
      empty={t("privacy:record.empty")}
    >
      {(entries) => (
        <>
          <List listStyleType="none" spacing="xs">
            {entries.map((entry) => (
              <List.Item key={entry.id}>
                <Line entry={entry} withNames={withNames} />
              </List.Item>
            ))}
          </List>
          {entries.length === RECORD_LENGTH && (
            <Text size="xs" c="dimmed">
              {t("privacy:record.newest", { length: RECORD_LENGTH })}
            </Text>
          )}
        </>
      )}
    </QueryPanel>
  );
}

function Line({ entry, withNames }: { entry: RecordLine; withNames: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const actor = useActor(entry);
  const who = withNames && (entry.clientName ?? t("privacy:record.erasedClient"));
  return (
    <>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {who && `${who}: `}
        {t(`privacy:action.${entry.action}`, { count: entry.files ?? 0 })}
      </Text>
      <Text size="xs" c="dimmed">
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>, {t(`privacy:actor.${actor}`)}
      </Text>
    </>
  );
}

function useActor({ action, actor_id, coach_id, user_id }: RecordLine) {
  const userId = useUserId();
  if (actor_id === null) return "system";
  if (actor_id === userId) return "you";
  if (actor_id === user_id) return "client";
  if (actor_id === coach_id) return "coach";
  if (action.startsWith("sharing")) return "coach"; // who shared; coach_id is whom with
  return "invited"; // accepted an invite with an own row instead of the row made for it
}
