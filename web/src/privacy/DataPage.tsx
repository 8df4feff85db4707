import { Container, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Client, Me } from "../account/api";
import { useMe } from "../account/queries";
import { useSession } from "../account/session";
import { LoadError, LoadingBlock } from "../foundation/Panel";
import { usePageTitle } from "../foundation/usePageTitle";
import { NoCoachNote } from "../people/client/NoCoachNote";
import { useHasClients } from "../people/queries";
import { ActionPanel } from "./ActionPanel";
import { ExportPanel } from "./ExportPanel";
import { OwnErasure } from "./OwnErasure";
import { useDeleteAccount, useErasure, useRevokeCoach } from "./queries";
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
        <OwnClient client={me.client} />
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

function OwnClient({ client }: { client: Client }) {
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
      <OwnErasure client={client} />
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
