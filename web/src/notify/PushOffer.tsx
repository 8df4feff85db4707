import { Alert, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePushState, useSetPush } from "./pushQueries";

const DECLINED = "wellio.pushDeclined";

/** Offers push once there is something that it would have told. "Not now" is remembered on this device. */
export function PushOffer() {
  const { t } = useTranslation();
  const { data: state } = usePushState();
  const set = useSetPush();
  const [declined, setDeclined] = useState(() => localStorage.getItem(DECLINED) !== null);
  if (state !== "off" || declined) return null;
  return (
    <Alert role="status" title={t("notify:push.offer")}>
      <Text size="sm">{t("notify:push.hint")}</Text>
      {set.error && (
        <Text size="sm" c="red" role="alert">
          {t("notify:push.failed")}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        <Button size="xs" loading={set.isPending} onClick={() => set.mutate(true)}>
          {t("notify:push.on")}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            localStorage.setItem(DECLINED, "yes");
            setDeclined(true);
          }}
        >
          {t("notify:push.notNow")}
        </Button>
      </Group>
    </Alert>
  );
}
