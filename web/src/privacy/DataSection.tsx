import { Alert, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useUserId } from "../account/session";
import type { ClientSectionProps } from "../foundation/domain";
import { useFormat } from "../foundation/i18n/useLanguage";
import { ArchivePanel } from "../people/coach/ArchivePanel";
import { ActionPanel } from "./ActionPanel";
import { ExportPanel } from "./ExportPanel";
import { useEraseClient, useErasure, useReleaseClient } from "./queries";
import { RecordPanel } from "./RecordPanel";

/** What those who coach can do about the data of one client; the end of it is the own coach's. A client with an account erases themselves. */
export default function DataSection({ client }: ClientSectionProps) {
  const isOwn = client.coachId === useUserId();
  return (
    <Stack gap="md" maw={720}>
      {client.hasAccount && <WillBeErased clientId={client.id} />}
      <ExportPanel clientId={client.id} />
      <RecordPanel clientId={client.id} />
      {isOwn && <ArchivePanel client={client} />}
      {isOwn && (client.hasAccount ? <Release client={client} /> : <Erase client={client} />)}
    </Stack>
  );
}

function WillBeErased({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: request } = useErasure(clientId);
  if (!request) return null;
  return (
    <Alert color="orange" role="status">
      {t("privacy:erase.clientAsked", { moment: format.dateTime(request.due_at) })}
    </Alert>
  );
}

function Release({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const release = useReleaseClient(client.id, useLeave());
  return (
    <>
      <ActionPanel
        title={t("privacy:release.title")}
        hint={t("privacy:release.hint")}
        body={t("privacy:release.body", { name: client.name })}
        submit={t("privacy:release.submit")}
        action={release}
      />
      <Text size="sm" c="dimmed">
        {t("privacy:erase.notYours")}
      </Text>
    </>
  );
}

function Erase({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const erase = useEraseClient(client.id, useLeave());
  return (
    <ActionPanel
      title={t("privacy:erase.title")}
      hint={t("privacy:erase.hint")}
      body={t("privacy:erase.body")}
      submit={t("privacy:erase.submit")}
      expected={client.name}
      action={erase}
    />
  );
}

function useLeave() {
  const navigate = useNavigate();
  return () => navigate("/clients", { replace: true });
}
