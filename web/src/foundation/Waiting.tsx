import { Center, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Stands in for a whole screen while it loads. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih="60vh">
      <Loader role="status" aria-label={t("app:loading")} />
    </Center>
  );
}
