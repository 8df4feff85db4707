import { NativeSelect, Stack } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../foundation/ConflictNote";
import { timeZones } from "../../foundation/calendar";
import { conflictIn } from "../../foundation/conflict";
import type { Client } from "../api";
import { useChangeTimeZone } from "../queries";
import { Saved } from "./Saved";

export function TimeZoneForm({ client }: { client: Client }) {
  const { t } = useTranslation();
  const [timezone, setTimeZone] = useState(client.timezone);
  const change = useChangeTimeZone();
  const conflict = conflictIn(change.error);
  const zones = useMemo(() => timeZones(client.timezone), [client.timezone]);
  const save = (version: number) => change.mutate({ clientId: client.id, timezone, version });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(client.version);
      }}
    >
      <Stack gap="sm">
        <NativeSelect
          label={t("account:menu.timeZone")}
          description={t("accountPage:timeZone.hint")}
          data={zones}
          value={timezone}
          onChange={(event) => {
            setTimeZone(event.currentTarget.value);
            change.reset();
          }}
        />
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={[{ now: String(conflict.now.timezone), yours: String(conflict.yours.timezone) }]}
            isSaving={change.isPending}
            onKeepNow={() => {
              setTimeZone(String(conflict.now.timezone));
              change.reset();
            }}
            onSaveYours={() => save(conflict.version)}
          />
        ) : (
          <Saved mutation={change} submit={t("app:save")} disabled={timezone === client.timezone} />
        )}
      </Stack>
    </form>
  );
}
