import { Alert, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../foundation/calendar";
import type { Client } from "./api";
import { IconClock } from "./icons";
import { useChangeTimeZone } from "./queries";

const KEPT = "wellio.timeZoneKept";

/** Asks a client whose device is in another time zone in which one their days should be counted. */
export function TimeZoneNote({ client }: { client: Client }) {
  const { t } = useTranslation();
  const { mutate, isPending } = useChangeTimeZone();
  const browser = browserTimeZone();
  const stored = client.timezone;
  const question = `${client.id} ${stored} ${browser}`;
  const [kept, setKept] = useState(() => localStorage.getItem(KEPT) === question);
  if (browser === stored || kept) return null;

  const keep = () => {
    localStorage.setItem(KEPT, question);
    setKept(true);
  };
  return (
    <Alert icon={<IconClock aria-hidden />} role="status">
      <Text size="sm" mb="xs">
        {t("account:timeZone.differs", { stored, browser })}
      </Text>
      <Group gap="xs">
        <Button
          size="compact-sm"
          loading={isPending}
          onClick={() => mutate({ clientId: client.id, timezone: browser, version: client.version })}
        >
          {t("account:timeZone.switch", { browser })}
        </Button>
        <Button size="compact-sm" variant="default" onClick={keep}>
          {t("account:timeZone.keep", { stored })}
        </Button>
      </Group>
    </Alert>
  );
}
