import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";
import { useVersions } from "../queries";

/** What a value was before, newest first, and who had decided so. Nothing where nobody has changed it. */
export function EventHistory({ event }: { event: ProgressEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const versions = useVersions(event).data ?? [];
  if (versions.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t("progress:correction.history")}
      </Text>
      <List size="sm">
        {versions.map(({ by, ...version }) => {
          const words = describeEventOn(
            { ...event, ...version } as ProgressEvent,
            event.date_for_metric,
            t,
            format,
          );
          const status = t(`progress:eventStatus.${version.status}`);
          return (
            <List.Item key={version.version}>
              {version.corrected_at === null
                ? t("progress:correction.version", { event: words, by: t("progress:correction.read") })
                : t("progress:correction.versionAt", {
                    event: words,
                    by: `${by?.full_name || t("progress:correction.person")} (${status})`,
                    moment: format.dateTime(version.corrected_at),
                  })}
            </List.Item>
          );
        })}
      </List>
    </div>
  );
}
