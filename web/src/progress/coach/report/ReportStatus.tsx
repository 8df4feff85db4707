import { Alert, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlertCircle } from "../../../foundation/icons";
import type { CoachReport } from "../api";

/** How far the writing is; says nothing of a report that is ready. */
export function ReportStatus({ report, hasText }: { report: CoachReport; hasText: boolean }) {
  const { t } = useTranslation();
  if (report.status === "failed") {
    return (
      <Alert
        color="red"
        role="alert"
        icon={<IconAlertCircle aria-hidden />}
        title={t("progressCoach:report.failed")}
        data-print="no"
      >
        {report.error && t("progressCoach:report.failedReason", { reason: report.error })}
      </Alert>
    );
  }
  if (report.status === "queued") {
    return (
      <Alert role="status" icon={<Loader size={18} aria-hidden />} data-print="no">
        {report.error
          ? t("progressCoach:report.retrying", { reason: report.error })
          : hasText
            ? t("progressCoach:report.requeued")
            : t("progressCoach:report.queued")}
      </Alert>
    );
  }
  return null;
}
