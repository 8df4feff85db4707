import { Alert, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlertCircle } from "../../../foundation/icons";
import { describeReasons } from "../../reasons";
import type { CoachReport } from "../api";

/** The state of a report that is not ready. */
export function ReportStatus({ report, hasText }: { report: CoachReport; hasText: boolean }) {
  const { t, i18n } = useTranslation();
  const [reason] = describeReasons(report.reason ? [report.reason] : [], report.error, i18n);
  if (report.status === "failed") {
    return (
      <Alert
        color="red"
        role="alert"
        icon={<IconAlertCircle aria-hidden />}
        title={t("progressCoach:report.failed")}
        data-print="no"
      >
        {reason && t("progressCoach:report.failedReason", { reason })}
      </Alert>
    );
  }
  if (report.status === "queued") {
    return (
      <Alert role="status" icon={<Loader size={18} aria-hidden />} data-print="no">
        {reason
          ? t("progressCoach:report.retrying", { reason })
          : hasText
            ? t("progressCoach:report.requeued")
            : t("progressCoach:report.queued")}
      </Alert>
    );
  }
  return null;
}
