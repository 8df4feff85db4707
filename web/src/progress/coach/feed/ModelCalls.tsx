import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { useToday } from "../../useToday";
import { useModelCalls } from "../queries";

/** What reading this diary has cost; nothing where no model was asked. Counted by UTC days. */
export function ModelCalls({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: calls } = useModelCalls(clientId, useToday("UTC"));
  if (!calls || calls.month === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {t("progressCoach:feed.modelCalls", {
        today: format.number(calls.today, 0),
        month: format.number(calls.month, 0),
      })}
    </Text>
  );
}
