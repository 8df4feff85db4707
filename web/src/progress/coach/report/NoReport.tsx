import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { GenerateButton } from "./GenerateButton";
import { isRunning } from "./weeks";

interface NoReportProps {
  clientId: string;
  week: Day;
  today: Day;
}

export function NoReport({ clientId, week, today }: NoReportProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" align="start">
      <Text c="dimmed">{t("progressCoach:report.none")}</Text>
      {isRunning(week, today) && <Text size="sm">{t("progressCoach:report.noneRunning")}</Text>}
      <GenerateButton clientId={clientId} week={week} isAgain={false} isEdited={false} isWaiting={false} />
    </Stack>
  );
}
