import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCloudOff, IconHourglass } from "../icons";
import { useOutboxState } from "../outbox/OutboxProvider";

/** Says that what was written is safe while it cannot be sent. */
export function OfflineNote() {
  const { t } = useTranslation();
  const { entries, stalled } = useOutboxState();
  const count = entries.filter((entry) => !entry.refusal).length;
  if (!stalled || count === 0) return null;
  return (
    <Alert
      color="yellow"
      icon={stalled === "tooMany" ? <IconHourglass aria-hidden /> : <IconCloudOff aria-hidden />}
      role="status"
    >
      {stalled === "tooMany"
        ? t("progress:outbox.tooMany", { count })
        : t("progress:outbox.offline", { count })}
    </Alert>
  );
}
