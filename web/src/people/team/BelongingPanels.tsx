import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { Panel } from "../../foundation/Panel";
import type { Team } from "./api";
import { useBringClients, useLeaveTeam, usePrivateClients } from "./queries";

/** Clients of before joining are the coach's own until they are brought along. */
export function BringPanel() {
  const { t } = useTranslation();
  const { data: count } = usePrivateClients();
  const bring = useBringClients();
  if (!count) return null;
  return (
    <Panel title={t("peopleTeam:bring.title")}>
      <Stack gap="sm" align="start">
        {bring.error && (
          <Alert color="red" role="alert">
            {describeError(bring.error, t)}
          </Alert>
        )}
        <Text size="sm">{t("peopleTeam:bring.hint", { count })}</Text>
        <Button variant="default" loading={bring.isPending} onClick={() => bring.mutate(undefined)}>
          {t("peopleTeam:bring.submit")}
        </Button>
      </Stack>
    </Panel>
  );
}

export function LeavePanel({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const leave = useLeaveTeam();
  const closes = team.members.length === 1;
  return (
    <Panel title={t(closes ? "peopleTeam:leave.close" : "peopleTeam:leave.title")}>
      <Stack gap="sm" align="start">
        <Text size="sm">{t(closes ? "peopleTeam:leave.closeHint" : "peopleTeam:leave.hint")}</Text>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t(closes ? "peopleTeam:leave.close" : "peopleTeam:leave.title")}
        </Button>
      </Stack>
      {asking && (
        <Dialog
          title={t(closes ? "peopleTeam:leave.close" : "peopleTeam:leave.title")}
          onClose={() => setAsking(false)}
        >
          {(close) => (
            <Stack gap="sm">
              {leave.error && (
                <Alert color="red" role="alert">
                  {describeError(leave.error, t)}
                </Alert>
              )}
              <Text size="sm">{t("peopleTeam:leave.body")}</Text>
              <Group justify="end" gap="xs">
                <Button variant="default" onClick={close}>
                  {t("app:cancel")}
                </Button>
                <Button
                  color="red"
                  loading={leave.isPending}
                  onClick={() => leave.mutate(undefined, { onSuccess: close })}
                >
                  {t(closes ? "peopleTeam:leave.close" : "peopleTeam:leave.title")}
                </Button>
              </Group>
            </Stack>
          )}
        </Dialog>
      )}
    </Panel>
  );
}
