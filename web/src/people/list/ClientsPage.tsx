import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { ClientOverview } from "../../progress/coach/api";
import { matching } from "../../progress/coach/attention";
import { useOverview, useTrends } from "../../progress/coach/queries";
import type { Trends } from "../../progress/coach/trends";
import { AddClientDialog, InviteDialog } from "../ClientDialogs";
import { ClientRow } from "./ClientRow";

const ROW_HEIGHT = 96;

export default function ClientsPage() {
  const { t } = useTranslation();
  const [adding, { open, close }] = useDisclosure(false);
  const overview = useOverview();
  const trends = useTrends();
  usePageTitle(t("coach.clients.title"));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t("coach.clients.title")}
        </Title>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          {t("people.client.add")}
        </Button>
      </Group>
      {overview.data ? (
        overview.data.length > 0 ? (
          <Clients clients={overview.data} trends={trends.data} />
        ) : (
          <NoClients />
        )
      ) : overview.error ? (
        <LoadError error={overview.error} retry={() => overview.refetch()} retrying={overview.isFetching} />
      ) : (
        <Stack gap="sm">
          <LoadingBlock height={36} />
          <LoadingBlock height={ROW_HEIGHT} />
          <LoadingBlock height={ROW_HEIGHT} />
          <LoadingBlock height={ROW_HEIGHT} />
        </Stack>
      )}
      <AddClientDialog opened={adding} onClose={close} />
    </Stack>
  );
}

interface ClientsProps {
  clients: ClientOverview[];
  /** Loaded beside the clients; rows do not wait for them. */
  trends: Map<string, Trends> | undefined;
}

function Clients({ clients, trends }: ClientsProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [invited, setInvited] = useState<ClientOverview>();
  const [inviting, { open, close }] = useDisclosure(false);
  const found = matching(clients, search);
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        aria-label={t("coach.clients.search")}
        placeholder={t("coach.clients.search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" role="status">
        {found.length > 0
          ? t("coach.clients.found", { count: found.length })
          : t("coach.clients.nobodyFound")}
      </Text>
      <Stack component="ul" gap="xs" p={0} m={0}>
        {found.map((client) => (
          <ClientRow
            key={client.client_id}
            client={client}
            trends={trends?.get(client.client_id)}
            onInvite={() => {
              setInvited(client);
              open();
            }}
          />
        ))}
      </Stack>
      {invited && (
        <InviteDialog
          key={invited.client_id}
          clientId={invited.client_id}
          name={invited.name}
          opened={inviting}
          onClose={close}
        />
      )}
    </Stack>
  );
}

function NoClients() {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs" ta="center">
        <IconUsers size={40} stroke={1.4} aria-hidden />
        <Title order={2} size="h4">
          {t("coach.clients.emptyTitle")}
        </Title>
        <Text c="dimmed" maw={420}>
          {t("coach.clients.emptyHint")}
        </Text>
      </Stack>
    </Paper>
  );
}
