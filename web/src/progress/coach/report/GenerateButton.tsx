import { Alert, Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { describeError } from "../../../foundation/describeError";
import { IconSparkles } from "../../icons";
import { useRequestReport } from "../queries";

interface GenerateButtonProps {
  clientId: string;
  week: Day;
  isAgain: boolean;
  /** The coach has edited the client's text, which would be lost. */
  isEdited: boolean;
  /** It is already being written. */
  isWaiting: boolean;
}

export function GenerateButton({ clientId, week, isAgain, isEdited, isWaiting }: GenerateButtonProps) {
  const { t } = useTranslation();
  const request = useRequestReport(clientId, week);
  const [asking, setAsking] = useState(false);
  const write = () => {
    setAsking(false);
    request.mutate();
  };
  return (
    <Stack gap="xs" align="start" data-print="no">
      <Button
        size="sm"
        variant={isAgain ? "default" : "filled"}
        leftSection={<IconSparkles size={18} aria-hidden />}
        loading={request.isPending}
        disabled={isWaiting}
        onClick={isEdited ? () => setAsking(true) : write}
      >
        {isAgain ? t("progressCoach:report.again") : t("progressCoach:report.generate")}
      </Button>
      {asking && (
        <Alert color="orange" role="alert" title={t("progressCoach:report.dropEdit")}>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
              {t("app:cancel")}
            </Button>
            <Button size="compact-sm" onClick={write}>
              {t("progressCoach:report.again")}
            </Button>
          </Group>
        </Alert>
      )}
      {request.error && (
        <Alert color="red" role="alert" title={t("progressCoach:report.requestFailed")}>
          {describeError(request.error, t)}
        </Alert>
      )}
    </Stack>
  );
}
