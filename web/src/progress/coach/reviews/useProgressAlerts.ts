import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Done, InboxItems } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { live } from "../../../foundation/realtime/live";
import { type Alert, useAlerts } from "../../../people/inbox/useAlerts";
import { keys } from "../../cache";
import { type ClientOverview, type FailedReport, fetchFailedReports, requestReport } from "../api";
import { reasons } from "../list/attention";
import { describeReason } from "../list/ReasonBadges";

/** Clients who are silent, and reports that could not be written. */
export function useProgressAlerts(
  overviews: Map<string, ClientOverview> | undefined,
  onDone: (done: Done) => void,
): InboxItems {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const failed = useQuery({ queryKey: keys.failedReports, queryFn: fetchFailedReports, ...live() });
  const again = useMutation({
    mutationFn: ({ client_id, week_start }: FailedReport) => requestReport(client_id, week_start),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.failedReports }),
  });

  const silences = [...(overviews?.values() ?? [])].flatMap((client): Alert[] =>
    reasons(client).flatMap((reason) =>
      reason.code === "silent" || reason.code === "unwritten"
        ? [
            {
              clientId: client.client_id,
              cause: `silent ${reason.run.from}`,
              at: `${reason.run.to}T00:00:00Z`,
              words: describeReason(reason, t, format),
              ...(!client.has_account && {
                primary: {
                  label: t("progressCoach:alerts.look"),
                  onClick: () => void navigate(`/clients/${client.client_id}`),
                },
              }),
            },
          ]
        : [],
    ),
  );
  const reports = (failed.data ?? []).map(
    (report): Alert => ({
      clientId: report.client_id,
      cause: `report ${report.id} ${report.version}`,
      at: `${report.week_end}T23:59:59Z`,
      words: t("progressCoach:alerts.report", { days: format.days(report.week_start, report.week_end) }),
      primary: {
        label: t("progressCoach:alerts.again"),
        onClick: () => again.mutate(report),
        isPending: again.isPending && again.variables.id === report.id,
      },
    }),
  );
  const alerts = useAlerts(overviews && failed.data && [...silences, ...reports], onDone);
  return {
    ...alerts,
    error: alerts.error ?? failed.error ?? again.error,
    retry: () => {
      alerts.retry();
      void failed.refetch();
    },
  };
}
