import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A report as it was written: plain text, line by line. */
export function ReportText({ text }: { text: string | null }) {
  const { t } = useTranslation();
  if (!text) return <Text c="dimmed">{t("progressCoach:report.noText")}</Text>;
  return (
    <Text maw={720} lh={1.6} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {text}
    </Text>
  );
}
