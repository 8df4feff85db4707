import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useUserId } from "../../account/session";
import type { CoachedClient } from "../../foundation/domain";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { NotFoundPage } from "../../foundation/NotFoundPage";
import { Notice } from "../../foundation/Notice";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { IconArrowLeft, IconPencil, IconUserPlus } from "../icons";
import { useClient } from "../queries";
import { EditClientDialog, InviteDialog } from "./ClientDialogs";
import { ClientPicker } from "./ClientPicker";
import { SectionLinks } from "./SectionLinks";
import { useSections } from "./sections";
import { type ClientList, useClientList } from "./useClientList";

const SECTION_HEIGHT = 480;

export default function ClientPage() {
  const { t } = useTranslation();
  const sections = useSections();
  const { clientId = "", section: path = sections[0]?.path } = useParams();
  const list = useClientList(({ urgency, note }) => Boolean(urgency ?? note)); // what the picker shows
  const client = list.clients?.find((one) => one.id === clientId);
  const section = sections.find((one) => one.path === path);
  usePageTitle(client?.name ?? t("peopleCoach:list.title"));

  if (!section) return <NotFoundPage />;
  if (!list.clients) {
    if (list.error === null) return <LoadingBlock height={SECTION_HEIGHT} />;
    return <LoadError error={list.error} retry={list.retry} retrying={list.isFetching} />;
  }
  if (!client) return <UnknownClient />;
  const { Content } = section;
  return (
    <Stack gap="md">
      <Header client={client} list={list} section={section.path} />
      <Suspense fallback={<LoadingBlock height={SECTION_HEIGHT} />}>
        <Content key={clientId} client={client} />
      </Suspense>
    </Stack>
  );
}

interface HeaderProps {
  client: CoachedClient;
  list: ClientList;
  section: string;
}

function Header({ client, list, section }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const userId = useUserId();
  const [inviting, invite] = useDisclosure(false);
  return (
    <Stack gap="xs" data-print="no">
      <Group justify="space-between" align="end" gap="xs">
        <div>
          <Title order={1} size="h3" style={{ overflowWrap: "anywhere" }}>
            {client.name}
          </Title>
          <Text size="sm" c="dimmed">
            {client.timezone}, {format.time(new Date(), client.timezone)}
          </Text>
        </div>
        <Group gap="xs" align="end" w={{ base: "100%", sm: "auto" }}>
          {client.coachId === userId && !client.hasAccount && (
            <Button
              variant="light"
              leftSection={<IconUserPlus size={18} aria-hidden />}
              onClick={invite.open}
            >
              {client.hasOpenInvite ? t("peopleCoach:list.inviteAgain") : t("peopleCoach:list.invite")}
            </Button>
          )}
          <EditButton clientId={client.id} />
          <ClientPicker
            clients={list.clients?.filter((one) => !one.isArchived || one.id === client.id) ?? []}
            parts={list.parts}
            clientId={client.id}
            section={section}
          />
        </Group>
      </Group>
      <SectionLinks client={client} />
      <InviteDialog clientId={client.id} name={client.name} opened={inviting} onClose={invite.close} />
    </Stack>
  );
}

function EditButton({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const [editing, { open, close }] = useDisclosure(false);
  const { data: client, isFetching } = useClient(clientId, editing);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
        loading={editing && !client && isFetching}
        onClick={open}
      >
        {t("peopleCoach:page.edit")}
      </Button>
      {client && (
        <EditClientDialog key={client.updated_at} client={client} opened={editing} onClose={close} />
      )}
    </>
  );
}

function UnknownClient() {
  const { t } = useTranslation();
  return (
    <Notice title={t("peopleCoach:page.unknown")} hint={t("peopleCoach:page.unknownHint")}>
      <Button
        component={Link}
        to="/clients"
        variant="light"
        leftSection={<IconArrowLeft size={18} aria-hidden />}
      >
        {t("peopleCoach:page.back")}
      </Button>
    </Notice>
  );
}
