import { Anchor, Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { CoachedClient } from "../../foundation/domain";
import { IconPlus } from "../../foundation/icons";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { IconSearch, IconUsers } from "../icons";
import { AddClientDialog, InviteDialog } from "./ClientDialogs";
import { ClientFilters } from "./ClientFilters";
import { ClientRow } from "./ClientRow";
import { filtered, matching } from "./clientOrder";
import { type LoadedPart, useClientList } from "./useClientList";

const ROW_HEIGHT = 96;

/** In the address of the list of archived clients. */
const ARCHIVED = "archived";

export default function ClientsPage() {
  const { t } = useTranslation();
  const [adding, { open, close }] = useDisclosure(false);
  const { clients, parts, isSettled, error, retry, isFetching } = useClientList();
  usePageTitle(t("peopleCoach:list.title"));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t("peopleCoach:list.title")}
        </Title>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          {t("peopleCoach:client.add")}
        </Button>
      </Group>
      {error !== null && <LoadError error={error} retry={retry} retrying={isFetching} />}
      {!isSettled && <LoadingList />}
      {isSettled &&
        clients &&
        (clients.length > 0 ? <Clients clients={clients} parts={parts} /> : <NoClients onAdd={open} />)}
      <AddClientDialog opened={adding} onClose={close} />
    </Stack>
  );
}

function Clients({ clients, parts }: { clients: CoachedClient[]; parts: LoadedPart[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [chosen] = useSearchParams();
  const [invited, setInvited] = useState<CoachedClient>();
  const [inviting, { open, close }] = useDisclosure(false);
  const archived = chosen.get(ARCHIVED) !== null;
  const shown = clients.filter((client) => client.isArchived === archived);
  const found = matching(filtered(shown, parts, chosen), search);
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        aria-label={t("peopleCoach:list.search")}
        placeholder={t("peopleCoach:list.search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ClientFilters parts={parts} />
      <Text size="sm" c="dimmed" role="status">
        {found.length > 0
          ? t("peopleCoach:list.found", { count: found.length })
          : t("peopleCoach:list.nobodyFound")}
      </Text>
      <Stack component="ul" gap="xs" p={0} m={0}>
        {found.map((client) => (
          <ClientRow
            key={client.id}
            client={client}
            parts={parts}
            onInvite={() => {
              setInvited(client);
              open();
            }}
          />
        ))}
      </Stack>
      <ArchiveLink archived={archived} count={clients.filter((client) => client.isArchived).length} />
      {invited && (
        <InviteDialog
          key={invited.id}
          clientId={invited.id}
          name={invited.name}
          opened={inviting}
          onClose={close}
        />
      )}
    </Stack>
  );
}

/** Leads from the list to the archived clients and back. */
function ArchiveLink({ archived, count }: { archived: boolean; count: number }) {
  const { t } = useTranslation();
  if (!archived && count === 0) return null;
  return (
    <Anchor component={Link} to={archived ? "/clients" : `/clients?${ARCHIVED}`} size="sm" underline="always">
      {archived ? t("peopleCoach:page.back") : t("peopleCoach:archive.list", { count })}
    </Anchor>
  );
}

function LoadingList() {
  return (
    <Stack gap="sm">
      <LoadingBlock height={36} />
      <LoadingBlock height={ROW_HEIGHT} />
      <LoadingBlock height={ROW_HEIGHT} />
      <LoadingBlock height={ROW_HEIGHT} />
    </Stack>
  );
}

function NoClients({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs" ta="center">
        <IconUsers size={40} stroke={1.4} aria-hidden />
        <Title order={2} size="h4">
          {t("peopleCoach:list.emptyTitle")}
        </Title>
        <Text c="dimmed" maw={420}>
          {t("peopleCoach:list.emptyHint")}
        </Text>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={onAdd}>
          {t("peopleCoach:list.addFirst")}
        </Button>
      </Stack>
    </Paper>
  );
}
