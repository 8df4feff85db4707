import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Log } from "../api";
import { describeReasons, repeatsPictures } from "../reasons";

/** What a person should know of the reading of an entry, a line each. */
export function ReasonLines({ log }: { log: Log }) {
  const { t, i18n } = useTranslation();
  const lines = describeReasons(log.ai_reasons, log.ai_error, i18n);
  if (repeatsPictures(log)) lines.push(t("progress:receipt.repeatedPicture"));
  return lines.map((line) => (
    <Text key={line} size="sm">
      {line}
    </Text>
  ));
}
