import { Alert, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { QueryPanel } from "../../foundation/Panel";
import { usePushState, useSetPush } from "../pushQueries";

/** Whether this browser shows notifications. */
export function PushPanel() {
  const { t } = useTranslation();
  const state = usePushState();
  const set = useSetPush();
  return (
    <QueryPanel title={t("notify:push.title")} query={state} height={60}>
      {(found) =>
        found === "impossible" || found === "denied" ? (
          <Text size="sm">{t(`notify:push.${found}`)}</Text>
        ) : (
          <>
            {set.error && (
              <Alert color="red" role="alert">
                {t("notify:push.failed")}
              </Alert>
            )}
            <Switch
              label={t("notify:push.here")}
              checked={found === "on"}
              disabled={set.isPending}
              onChange={(event) => set.mutate(event.currentTarget.checked)}
            />
          </>
        )
      }
    </QueryPanel>
  );
}
