import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, extendRest, type Rest, secondsLeft } from "./restTimer";
import classes from "./session.module.css";
import { mayAskToNotify } from "./useRest";

interface RestBarProps {
  rest: Rest;
  now: number;
  onChange: (rest: Rest | null) => void;
}

/** The rest between two sets, within reach of a thumb. */
export function RestBar({ rest, now, onChange }: RestBarProps) {
  const { t } = useTranslation();
  const [mayAsk, setMayAsk] = useState(mayAskToNotify);
  const left = secondsLeft(rest, now);
  const step = (seconds: number) => onChange(extendRest(rest, seconds, Date.now()));
  return (
    <section className={classes.bar} aria-label={t("trainingClient:rest.title")}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text
          span
          className={classes.clock}
          c={left <= 0 ? "var(--mantine-color-error)" : undefined}
          role="timer"
        >
          {clock(left)}
        </Text>
        <Group gap={6} wrap="nowrap">
          {mayAsk && left > 0 && (
            <Button
              variant="subtle"
              px={8}
              onClick={() => void Notification.requestPermission().then(() => setMayAsk(false))}
            >
              {t("trainingClient:rest.tell")}
            </Button>
          )}
          <Button
            variant="default"
            px={10}
            aria-label={t("trainingClient:rest.shorter")}
            onClick={() => step(-15)}
          >
            −15
          </Button>
          <Button
            variant="default"
            px={10}
            aria-label={t("trainingClient:rest.longer")}
            onClick={() => step(15)}
          >
            +15
          </Button>
          <Button px={12} onClick={() => onChange(null)}>
            {t(left > 0 ? "trainingClient:rest.skip" : "trainingClient:rest.done")}
          </Button>
        </Group>
      </Group>
    </section>
  );
}
