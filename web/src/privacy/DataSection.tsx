import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ClientSectionProps } from "../foundation/domain";
import { ActionPanel } from "./ActionPanel";
import { ExportPanel } from "./ExportPanel";
import { useEraseClient, useReleaseClient } from "./queries";
import { RecordPanel } from "./RecordPanel";

/** What a coach can do about the data of one client. */
export default function DataSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const leave = () => navigate("/clients", { replace: true });
  const release = useReleaseClient(client.id, leave);
  const erase = useEraseClient(client.id, leave);
  return (
    <Stack gap="md" maw={720}>
      <ExportPanel clientId={client.id} />
      <RecordPanel clientId={client.id} />
      <ActionPanel
        title={t("privacy:release.title")}
        hint={t("privacy:release.hint")}
        body={t("privacy:release.body", { name: client.name })}
        submit={t("privacy:release.submit")}
        obstacle={!client.hasAccount && t("privacy:release.noAccount")}
        action={release}
      />
      <ActionPanel
        title={t("privacy:erase.title")}
        hint={t("privacy:erase.hint")}
        body={t("privacy:erase.body")}
        submit={t("privacy:erase.submit")}
        expected={client.name}
        action={erase}
      />
    </Stack>
  );
}
