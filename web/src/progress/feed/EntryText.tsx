import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Log } from "../api";
import { isUnsettled } from "../queries";
import classes from "./Feed.module.css";
import { partsOf } from "./unusedParts";

/** An entry as it was written. Words that made no event are grey, once it has been read. */
export function EntryText({ log }: { log: Log }) {
  const { t } = useTranslation();
  const parts = useMemo(() => partsOf(log), [log]);
  if (!log.raw_text) return null;
  const isMarked = !isUnsettled(log) && parts.some((part) => part.unused);
  if (!isMarked) return <Text className={classes.text}>{log.raw_text}</Text>;
  return (
    <div>
      <Text className={classes.text}>
        {parts.map(({ start, text, unused }) =>
          unused ? (
            <span key={start} className={classes.unused} title={t("progress:receipt.unused")}>
              {text}
            </span>
          ) : (
            text
          ),
        )}
      </Text>
      <Text className={classes.meta}>{t("progress:receipt.unusedNote")}</Text>
    </div>
  );
}
