import { Center, Loader } from "@mantine/core";
import { useLayoutEffect } from "react";
import { useTranslation } from "react-i18next";
import { holdStart } from "./start";

/** Stands in for a whole screen while it loads. */
export function Waiting() {
  const { t } = useTranslation();
  useLayoutEffect(holdStart, []);
  return (
    <Center mih="60vh">
      <Loader role="status" aria-label={t("app:loading")} />
    </Center>
  );
}
