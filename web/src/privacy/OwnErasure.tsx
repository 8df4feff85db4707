import { Button, Checkbox, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Client, Me } from "../account/api";
import { describeError } from "../foundation/describeError";
import { useFormat } from "../foundation/i18n/useLanguage";
import { LoadingBlock, Panel } from "../foundation/Panel";
import { ActionPanel } from "./ActionPanel";
import type { ErasureRequest } from "./api";
import { useCancelErasure, useErasure, useRequestErasure } from "./queries";

/** A client asks to be erased, or sees when it happens and cancels it. */
export function OwnErasure({ me, client }: { me: Me; client: Client }) {
  const erasure = useErasure(client.id);
  if (erasure.isPending) return <LoadingBlock height={160} />;
  return erasure.data ? (
    <Requested client={client} request={erasure.data} />
  ) : (
    <Request client={client} name={ownName(me, client)} />
  );
}

/** The name that a client sees as theirs: the account's own, else the one their coach has written. */
export function ownName(me: Me, client: Client): string {
  return me.full_name || client.name;
}

function Request({ client, name }: { client: Client; name: string }) {
  const { t } = useTranslation();
  const [withAccount, setWithAccount] = useState(false);
  const request = useRequestErasure(client.id, withAccount);
  return (
    <ActionPanel
      title={t("privacy:erase.mine")}
      hint={t("privacy:erase.mineHint")}
      body={t("privacy:erase.mineBody")}
      submit={t("privacy:erase.mineSubmit")}
      expected={name}
      action={request}
    >
      <Checkbox
        label={t("privacy:erase.withAccount")}
        checked={withAccount}
        onChange={(event) => setWithAccount(event.currentTarget.checked)}
      />
    </ActionPanel>
  );
}

function Requested({ client, request }: { client: Client; request: ErasureRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelErasure(client.id);
  const moment = format.dateTime(request.due_at);
  return (
    <Panel title={t("privacy:erase.mine")}>
      <Stack gap="sm" align="start">
        <Text size="sm">
          {t(request.with_account ? "privacyNotice:dueWithAccount" : "privacyNotice:due", { moment })}
        </Text>
        {client.coach_id && <Text size="sm">{t("privacy:erase.coachUntilThen")}</Text>}
        {cancel.error && (
          <Text size="sm" c="red" role="alert">
            {describeError(cancel.error, t)}
          </Text>
        )}
        <Button loading={cancel.isPending} onClick={() => cancel.mutate("")}>
          {t("privacyNotice:cancel")}
        </Button>
      </Stack>
    </Panel>
  );
}
