import { Alert } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { isGone } from "../api";
import { clientsWaiting, exclusively, forgetEntries } from "./deviceStore";
import { clearForgotten, forgottenCount, onForgotten, reportForgotten } from "./forgotten";

/** Deletes what waits on this device for clients whom the account no longer sees, and says so. */
export default function ForgottenNotice() {
  const { t } = useTranslation();
  const userId = useUserId();
  const count = useSyncExternalStore(onForgotten, forgottenCount);
  useEffect(() => {
    void exclusively(userId, () => forgetGone(userId)).catch(() => undefined); // asked again when the page is opened next
  }, [userId]);
  if (count === 0) return null;
  return (
    <Alert
      color="orange"
      role="status"
      mb="md"
      withCloseButton
      closeButtonLabel={t("app:close")}
      onClose={clearForgotten}
    >
      {t("progressOutbox:forgotten", { count })}
    </Alert>
  );
}

async function forgetGone(userId: string): Promise<void> {
  for (const clientId of await clientsWaiting(userId)) {
    if (await isGone(clientId)) reportForgotten(await forgetEntries(userId, clientId));
  }
}
