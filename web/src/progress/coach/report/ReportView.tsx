import { Button, CopyButton, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { IconCheck, IconCopy } from "../../../foundation/icons";
import { IconPrinter } from "../../icons";
import { useSeries } from "../../queries";
import type { CoachReport } from "../api";
import { FactsGrid } from "../FactsGrid";
import { targetsFrom } from "../insights/chartData";
import { factReasons } from "../list/attention";
import { ReasonBadges } from "../list/ReasonBadges";
import { ClientText } from "./ClientText";
import { GenerateButton } from "./GenerateButton";
import { PaperCharts } from "./PaperCharts";
import { ReportStatus } from "./ReportStatus";
import { ReportText } from "./ReportText";
import { Sending } from "./Sending";
import { chartPeriod } from "./weeks";

const DAYS = 7;

export type Audience = "coach" | "client";

interface ReportViewProps {
  report: CoachReport;
  audience: Audience;
  onAudience: (audience: Audience) => void;
  clientId: string;
  /** Its week is not over. */
  isRunning: boolean;
}

export function ReportView({ report, audience, onAudience, clientId, isRunning }: ReportViewProps) {
  const { t } = useTranslation();
  const hasText = report.coach_report !== null;
  return (
    <Stack gap="md">
      <ReportStatus report={report} hasText={hasText} />
      {hasText && <Sending report={report} isRunning={isRunning} />}
      {hasText && (
        <Tabs value={audience} onChange={(view) => onAudience(view === "client" ? "client" : "coach")}>
          <Tabs.List aria-label={t("progressCoach:report.views")} data-print="no">
            <Tabs.Tab value="coach">{t("progressCoach:report.coachView")}</Tabs.Tab>
            <Tabs.Tab value="client">{t("progressCoach:report.clientView")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="coach" pt="md">
            <ReportText text={report.coach_report} />
          </Tabs.Panel>
          <Tabs.Panel value="client" pt="md">
            <ClientText report={report} isRunning={isRunning} />
          </Tabs.Panel>
        </Tabs>
      )}
      {report.facts && audience === "coach" && <WeekFacts report={report} facts={report.facts} />}
      <PaperCharts clientId={clientId} week={report.week_start} />
      <Group gap="xs" data-print="no">
        <GenerateButton
          clientId={clientId}
          week={report.week_start}
          isAgain={hasText}
          isEdited={report.edited_at !== null}
          isWaiting={report.status === "queued"}
        />
        {hasText && <TextActions text={textOf(report, audience)} />}
      </Group>
      <Origin report={report} />
    </Stack>
  );
}

function textOf(report: CoachReport, audience: Audience): string {
  return audience === "coach"
    ? (report.coach_report ?? "")
    : [report.client_report, report.coach_note].filter(Boolean).join("\n\n");
}

interface WeekFactsProps {
  report: CoachReport;
  facts: NonNullable<CoachReport["facts"]>;
}

function WeekFacts({ report: { client_id, week_start }, facts }: WeekFactsProps) {
  const { t } = useTranslation();
  const { from, to } = chartPeriod(week_start);
  const series = useSeries(client_id, from, to).data ?? [];
  return (
    <Stack gap="sm">
      <Title order={3} size="h6">
        {t("progressCoach:report.facts")}
      </Title>
      <ReasonBadges reasons={factReasons(facts)} />
      <FactsGrid
        facts={facts}
        days={DAYS}
        targets={targetsFrom(series.filter(({ day }) => day >= week_start))}
      />
    </Stack>
  );
}

function TextActions({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPrinter size={18} aria-hidden />}
        onClick={() => window.print()}
      >
        {t("progressCoach:report.print")}
      </Button>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="sm"
            variant="default"
            leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            onClick={copy}
          >
            {copied ? t("progressCoach:report.copied") : t("progressCoach:report.copy")}
          </Button>
        )}
      </CopyButton>
    </>
  );
}

function Origin({ report }: { report: CoachReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!report.generated_at || !report.generated_by) return null;
  const moment = format.dateTime(report.generated_at);
  const by = report.generated_by.startsWith("template/")
    ? t("progressCoach:report.template")
    : report.generated_by;
  return (
    <Text size="xs" c="dimmed" data-print="no">
      {[
        t("progressCoach:report.written", { moment, by }),
        report.edited_at && t("progressCoach:report.edited", { moment: format.dateTime(report.edited_at) }),
      ]
        .filter(Boolean)
        .join(" · ")}
    </Text>
  );
}
