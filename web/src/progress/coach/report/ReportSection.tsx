import { Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ClientSectionProps } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { usePageTitle } from "../../../foundation/usePageTitle";
import { useToday } from "../../useToday";
import { useFirstDay, useReport } from "../queries";
import { ApprovalSwitch } from "./ApprovalSwitch";
import { NoReport } from "./NoReport";
import "../../../foundation/print.css";
import { ReportView } from "./ReportView";
import { WeekPicker } from "./WeekPicker";
import { isRunning, weekEnd, weekOf } from "./weeks";

/** The report of a week, for coach or client. Week and audience are in the address. */
export default function ReportSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const today = useToday(client.timezone);
  const week = weekOf(search.get("week"), today);
  const audience = search.get("view") === "client" ? "client" : "coach";
  const since = useFirstDay(client);
  const report = useReport(client.id, week);
  const days = format.days(week, weekEnd(week));
  usePageTitle(t("progressCoach:report.fileTitle", { name: client.name, week: days }));

  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries(changes)) next.set(key, value);
    setSearch(next, { replace: true });
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm" data-print="no">
        <WeekPicker week={week} today={today} since={since} onChange={(chosen) => change({ week: chosen })} />
        <ApprovalSwitch />
      </Group>
      <QueryPanel title={`${client.name}, ${days}`} query={report} height={420}>
        {(found) =>
          found ? (
            <ReportView
              report={found}
              audience={audience}
              onAudience={(view) => change({ view })}
              clientId={client.id}
              isRunning={isRunning(week, today)}
            />
          ) : (
            <NoReport clientId={client.id} week={week} today={today} />
          )
        }
      </QueryPanel>
    </Stack>
  );
}
