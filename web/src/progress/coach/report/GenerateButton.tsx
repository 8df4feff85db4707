import { Alert, Button, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { describeError } from "../../../foundation/describeError";
import { IconSparkles } from "../../icons";
import { useRequestReport } from "../queries";

interface GenerateButtonProps {
  clientId: string;
  week: Day;
  isAgain: boolean;
  /** It is being written already. */
  isWaiting: boolean;
}

export function GenerateButton({ clientId, week, isAgain, isWaiting }: GenerateButtonProps) {
  const { t } = useTranslation();
  const request = useRequestReport(clientId, week);
  return (
    <Stack gap="xs" align="start" data-print="no">
      <Button
        size="sm"
        variant={isAgain ? "default" : "filled"}
        leftSection={<IconSparkles size={18} aria-hidden />}
        loading={request.isPending}
        disabled={isWaiting}
        onClick={() => request.mutate()}
      >
        {isAgain ? t("progressCoach:report.again") : t("progressCoach:report.generate")}
      </Button>
      {request.error && (
        <Alert color="red" role="alert" title={t("progressCoach:report.requestFailed")}>
          {describeError(request.error, t)}
        </Alert>
      )}
    </Stack>
  );
}
