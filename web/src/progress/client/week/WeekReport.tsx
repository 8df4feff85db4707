import { ActionIcon, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, type Day, weekStart } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { useSeen } from "../../../foundation/useSeen";
import type { SentReport } from "../../api";
import { IconChevronLeft, IconChevronRight } from "../../icons";
import { useOpenReport, useReports } from "../../queries";
import { type SentWeek, sender, sentWeeks } from "./sentWeeks";

/** The weekly reports that the client was sent, newest first. */
export function WeekReport({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reports = useReports(clientId);
  return (
    <QueryPanel
      title={t("progress:week.report")}
      query={reports}
      height={160}
      isEmpty={(list) => list.length === 0}
      empty={t("progress:week.reportEmpty", { day: format.longDay(addDays(weekStart(today), 7)) })}
    >
      {(list) => <Weeks weeks={sentWeeks(list)} />}
    </QueryPanel>
  );
}

function Weeks({ weeks }: { weeks: SentWeek[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [index, setIndex] = useState(0);
  const week = weeks[Math.min(index, weeks.length - 1)];
  if (!week) return null;
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          aria-label={t("progress:week.earlier")}
          disabled={index >= weeks.length - 1}
          onClick={() => setIndex(index + 1)}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Text size="sm" fw={600} aria-live="polite">
          {format.days(week.report.week_start, week.report.week_end)}
        </Text>
        <ActionIcon
          variant="subtle"
          aria-label={t("progress:week.later")}
          disabled={index === 0}
          onClick={() => setIndex(index - 1)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Week week={week} />
    </>
  );
}

function Week({ week: { report, earlier } }: { week: SentWeek }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useOpenReport(report.client_id);
  const seen = useSeen(report.id, () => {
    if (report.read_at === null) open.mutate(report);
  });
  return (
    <Stack gap="xs" ref={seen}>
      <ReportText report={report} />
      {earlier.length > 0 && (
        <>
          <Text size="xs" c="dimmed">
            {t(`progress:week.reportAgain.${sender(report)}`, { moment: format.dateTime(report.sent_at) })}
          </Text>
          {earlier.map((before) => (
            <details key={before.id}>
              <Text component="summary" size="xs" c="dimmed" style={{ cursor: "pointer" }}>
                {t("progress:week.reportBefore", { moment: format.dateTime(before.sent_at) })}
              </Text>
              <ReportText report={before} />
            </details>
          ))}
        </>
      )}
    </Stack>
  );
}

function ReportText({ report }: { report: SentReport }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
        {report.client_report}
      </Text>
      {report.coach_note && (
        <div>
          <Text size="xs" c="dimmed">
            {t("progress:week.fromCoach")}
          </Text>
          <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
            {report.coach_note}
          </Text>
        </div>
      )}
    </>
  );
}
