import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { Panel } from "../../foundation/Panel";
import { grouped } from "./undelivered";
import { useUndelivered } from "./useUndelivered";

/** What could not reach the account, why, and what it can do. Not there while all arrives. */
export function UndeliveredPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const userId = useUserId();
  const groups = grouped((useUndelivered().data ?? []).filter((row) => row.user_id === userId));
  if (groups.length === 0) return null;
  return (
    <Panel title={t("notifyUndelivered:title")}>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {groups.map(({ channel, cause, count, newest }) => (
          <li key={`${channel} ${cause}`}>
            <Text fw={600}>
              {t(`notifyUndelivered:channel.${channel}`)}: {t(`notifyUndelivered:why.${cause}`)}
            </Text>
            <Text>{t(`notifyUndelivered:own.${cause}`)}</Text>
            <Text size="sm" c="dimmed">
              {t("notifyUndelivered:count", { count, moment: format.ago(newest.settled_at ?? "") })}
            </Text>
          </li>
        ))}
      </Stack>
    </Panel>
  );
}
