import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { useToday } from "../../useToday";
import type { ClientOverview } from "../api";
import { useModelCalls } from "../queries";

/** What reading this diary has cost; nothing where no model was asked. Counted by UTC days. */
export function ModelCalls({ client }: { client: ClientOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: calls } = useModelCalls(client.client_id, useToday("UTC"));
  if (!calls || calls.month === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {t("coach.feed.modelCalls", {
        today: format.number(calls.today, 0),
        month: format.number(calls.month, 0),
      })}
    </Text>
  );
}
