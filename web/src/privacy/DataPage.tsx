import { Container, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Client, Me } from "../account/api";
import { useMe } from "../account/queries";
import { useSession } from "../account/session";
import { useFormat } from "../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../foundation/Panel";
import { usePageTitle } from "../foundation/usePageTitle";
import { NoCoachNote } from "../people/client/NoCoachNote";
import { useHasClients } from "../people/queries";
import { ActionPanel } from "./ActionPanel";
import { ExportPanel } from "./ExportPanel";
import { OwnErasure, ownName } from "./OwnErasure";
import { useDeleteAccount, useErasure, useRequestErasure, useRevokeCoach } from "./queries";
import { RecordPanel } from "./RecordPanel";

/** /data: the data of the signed-in account, and what it can do about it. */
export default function DataPage() {
  const { t } = useTranslation();
  const me = useMe();
  usePageTitle(t("privacy:title"));
  return (
    <Container size="sm" px={0}>
      <Stack gap="md">
        <Title order={1} size="h3">
          {t("privacy:title")}
        </Title>
        {me.data ? (
          <Panels me={me.data} />
        ) : me.error ? (
          <LoadError error={me.error} retry={() => me.refetch()} retrying={me.isFetching} />
        ) : (
          <LoadingBlock height={480} />
        )}
      </Stack>
    </Container>
  );
}

function Panels({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <>
      {me.client ? (
        <OwnClient me={me} client={me.client} />
      ) : (
        <Text size="sm" c="dimmed">
          {t(me.role === "coach" ? "privacy:coachHint" : "privacy:noClient")}
        </Text>
      )}
      <RecordPanel withNames={me.role === "coach"} />
      <Account me={me} />
    </>
  );
}

function OwnClient({ me, client }: { me: Me; client: Client }) {
  const { t } = useTranslation();
  const revoke = useRevokeCoach(client.id);
  return (
    <>
      <ExportPanel clientId={client.id} />
      {client.coach_id ? (
        <ActionPanel
          title={t("privacy:revoke.title")}
          hint={t("privacy:revoke.hint")}
          body={t("privacy:revoke.body")}
          submit={t("privacy:revoke.submit")}
          action={revoke}
        />
      ) : (
        <NoCoachNote />
      )}
      <OwnErasure me={me} client={client} />
    </>
  );
}

function Account({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { email } = useSession();
  const remove = useDeleteAccount();
  const hasClients = useHasClients(me.role === "coach");
  const erasure = useErasure(me.client?.id);
  if (erasure.data?.with_account) return null; // it goes with the data
  if (me.client && erasure.data)
    return <AccountWithData me={me} client={me.client} at={erasure.data.due_at} />;
  if (hasClients.isLoading) return <LoadingBlock height={160} />;
  return (
    <ActionPanel
      title={t("privacy:account.title")}
      hint={t("privacy:account.hint")}
      body={t("privacy:account.body")}
      submit={t("privacy:account.submit")}
      expected={email ?? ""}
      obstacle={
        me.client ? t("privacy:account.eraseFirst") : hasClients.data && t("privacy:account.clientsFirst")
      }
      action={remove}
    />
  );
}

/** The erasure is asked for already: the account is added to it. */
function AccountWithData({ me, client, at }: { me: Me; client: Client; at: string }) {
  const { t } = useTranslation();
  const moment = useFormat().dateTime(at);
  const request = useRequestErasure(client.id, true);
  return (
    <ActionPanel
      title={t("privacy:account.title")}
      hint={t("privacy:account.withDataHint", { moment })}
      body={t("privacy:account.withDataBody", { moment })}
      submit={t("privacy:account.withDataSubmit")}
      expected={ownName(me, client)}
      action={request}
    />
  );
}
