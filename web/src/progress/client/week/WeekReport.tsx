import { ActionIcon, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import touch from "../../../foundation/touch.module.css";
import type { WeeklyReport } from "../../api";
import { IconChevronLeft, IconChevronRight } from "../../icons";
import { useReports } from "../../queries";

/** The client's own weekly report, newest first. */
export function WeekReport({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const reports = useReports(clientId);
  return (
    <QueryPanel
      title={t("progress:week.report")}
      query={reports}
      height={160}
      isEmpty={(list) => list.length === 0}
      empty={t("progress:week.reportEmpty")}
    >
      {(list) => <Reports reports={list} />}
    </QueryPanel>
  );
}

function Reports({ reports }: { reports: WeeklyReport[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [index, setIndex] = useState(0);
  const report = reports[Math.min(index, reports.length - 1)];
  if (!report) return null;
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          className={touch.target}
          aria-label={t("progress:week.earlier")}
          disabled={index >= reports.length - 1}
          onClick={() => setIndex(index + 1)}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Text size="sm" fw={600} aria-live="polite">
          {format.days(report.week_start, report.week_end)}
        </Text>
        <ActionIcon
          variant="subtle"
          className={touch.target}
          aria-label={t("progress:week.later")}
          disabled={index === 0}
          onClick={() => setIndex(index - 1)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <ReportText report={report} />
    </>
  );
}

function ReportText({ report }: { report: WeeklyReport }) {
  const { t } = useTranslation();
  const body = report.texts.find((text) => text.audience === "client")?.body;
  if (!body) {
    const words =
      report.status === "failed" ? t("progress:week.reportFailed") : t("progress:week.reportQueued");
    return (
      <Text size="sm" c="dimmed">
        {words}
      </Text>
    );
  }
  return body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => (
      <Text key={line} size="sm">
        {line}
      </Text>
    ));
}
