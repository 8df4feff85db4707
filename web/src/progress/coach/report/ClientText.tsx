import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../../foundation/ConflictNote";
import { type Conflict, conflictIn } from "../../../foundation/conflict";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { CoachReport, ReportTexts } from "../api";
import { useEditReport } from "../queries";
import { ReportText } from "./ReportText";

interface ClientTextProps {
  report: CoachReport;
  isRunning: boolean;
}

/** What the client reads, or is going to read: the text, and what the coach adds. Both can be edited. */
export function ClientText({ report, isRunning }: ClientTextProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  if (editing) return <EditForm report={report} isRunning={isRunning} onDone={() => setEditing(false)} />;
  return (
    <Stack gap="sm" align="start">
      <ReportText text={report.client_report} />
      {report.coach_note && (
        <div>
          <Text size="xs" c="dimmed">
            {t("progressCoach:report.note")}
          </Text>
          <ReportText text={report.coach_note} />
        </div>
      )}
      {report.status === "ready" && (
        <Button size="sm" variant="default" data-print="no" onClick={() => setEditing(true)}>
          {isRunning ? t("progressCoach:report.addNote") : t("progressCoach:report.edit")}
        </Button>
      )}
      <Earlier report={report} />
    </Stack>
  );
}

function EditForm({ report, isRunning, onDone }: ClientTextProps & { onDone: () => void }) {
  const { t } = useTranslation();
  const save = useEditReport(report);
  const [text, setText] = useState(report.client_report ?? "");
  const [note, setNote] = useState(report.coach_note ?? "");
  const [version] = useState(report.version);
  const saveAs = (seen: number) =>
    save.mutate(
      { ...(text !== report.client_report && { client_report: text }), coach_note: note, version: seen },
      { onSuccess: onDone },
    );
  const isUnchanged = text === (report.client_report ?? "") && note.trim() === (report.coach_note ?? "");
  const conflict = conflictIn(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saveAs(version);
      }}
    >
      <Stack gap="sm" maw={720}>
        {isRunning ? (
          <Text size="sm" c="dimmed">
            {t("progressCoach:report.runningText")}
          </Text>
        ) : (
          <Textarea
            label={t("progressCoach:report.text")}
            autosize
            minRows={4}
            maxLength={6000}
            required
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={t("progressCoach:report.note")}
          description={t("progressCoach:report.noteHint")}
          autosize
          minRows={2}
          autoFocus={isRunning}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={differences(conflict, t)}
            isSaving={save.isPending}
            onKeepNow={onDone}
            onSaveYours={() => saveAs(conflict.version)}
          />
        ) : (
          save.error && (
            <Alert color="red" role="alert">
              {describeError(save.error, t)}
            </Alert>
          )
        )}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={isUnchanged || text.trim() === ""}>
            {t("app:save")}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t("app:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function differences({ now, yours }: Conflict, t: Translate) {
  const names: Record<keyof ReportTexts, string> = {
    client_report: t("progressCoach:report.text"),
    coach_note: t("progressCoach:report.note"),
  };
  return (Object.keys(names) as (keyof ReportTexts)[])
    .filter((key) => key in now)
    .map((key) => ({ name: names[key], now: String(now[key] ?? "–"), yours: String(yours[key] ?? "–") }));
}

/** What was sent before, word for word. */
function Earlier({ report: { sent, client_report, coach_note } }: { report: CoachReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const others = sent.filter((one) => one.client_report !== client_report || one.coach_note !== coach_note);
  return others.map((one) => (
    <details key={one.id} data-print="no">
      <Text component="summary" size="sm" c="dimmed" style={{ cursor: "pointer" }}>
        {t("progressCoach:report.sentVersion", { moment: format.dateTime(one.sent_at) })}
      </Text>
      <ReportText text={[one.client_report, one.coach_note].filter(Boolean).join("\n\n")} />
    </details>
  ));
}
