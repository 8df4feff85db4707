import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { SentReport } from "../../api";
import type { CoachReport } from "../api";
import { useSendReport } from "../queries";

interface SendingProps {
  report: CoachReport;
  isRunning: boolean;
}

/** What the client has seen of a report: nothing yet, this, or something older. */
export function Sending({ report, isRunning }: SendingProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const send = useSendReport(report);
  const last = report.sent[0];
  const isSent = last && last.client_report === report.client_report && last.coach_note === report.coach_note;
  const state = last
    ? [
        isSent
          ? sentInWords(last)
          : t("progressCoach:report.sentOther", { moment: format.dateTime(last.sent_at) }),
        last.read_at
          ? t("progressCoach:report.read", { moment: format.dateTime(last.read_at) })
          : t("progressCoach:report.unread"),
      ].join(" ")
    : t(isRunning ? "progressCoach:report.draft" : "progressCoach:report.unsent");

  function sentInWords({ sent_at, sent_by }: SentReport): string {
    const moment = format.dateTime(sent_at);
    return sent_by
      ? t("progressCoach:report.sent", { moment })
      : t("progressCoach:report.sentItself", { moment });
  }
  return (
    <Stack gap="xs" data-print="no">
      <Group gap="sm" justify="space-between">
        <Text size="sm" role="status">
          {state}
        </Text>
        {!isRunning && !isSent && report.status === "ready" && (
          <Button size="sm" loading={send.isPending} onClick={() => send.mutate(undefined)}>
            {last ? t("progressCoach:report.sendAgain") : t("progressCoach:report.send")}
          </Button>
        )}
      </Group>
      {report.facts_changed_at && (
        <Text size="sm" c="dimmed">
          {t("progressCoach:report.factsChanged", { moment: format.dateTime(report.facts_changed_at) })}
        </Text>
      )}
      {send.error && (
        <Alert color="red" role="alert" title={t("progressCoach:report.sendFailed")}>
          {describeError(send.error, t)}
        </Alert>
      )}
    </Stack>
  );
}
