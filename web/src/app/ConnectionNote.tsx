import { Alert } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

/** Says that what is shown may be old, while the device has no connection. */
export function ConnectionNote() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(watch, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <Alert color="yellow" role="status" mb="md">
      {t("app:offline")}
    </Alert>
  );
}

function watch(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}
