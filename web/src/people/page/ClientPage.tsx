import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconPencil, IconUserPlus } from "@tabler/icons-react";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { NotFoundPage } from "../../foundation/NotFoundPage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { ClientOverview } from "../../progress/coach/api";
import { useOverview } from "../../progress/coach/queries";
import { EditClientDialog, InviteDialog } from "../ClientDialogs";
import { useClient } from "../queries";
import { ClientPicker } from "./ClientPicker";
import { isSection, type Section, SectionLinks } from "./SectionLinks";

export interface SectionProps {
  client: ClientOverview;
}

const SECTIONS: Record<Section, ComponentType<SectionProps>> = {
  progress: lazy(() => import("../../progress/coach/insights/InsightsSection")),
  feed: lazy(() => import("../../progress/coach/feed/FeedSection")),
  report: lazy(() => import("../../progress/coach/report/ReportSection")),
  plans: lazy(() => import("../../progress/coach/plans/PlansSection")),
  data: lazy(() => import("../../privacy/DataSection")),
};

const SECTION_HEIGHT = 480;

export default function ClientPage() {
  const { t } = useTranslation();
  const { clientId = "", section = "progress" } = useParams();
  const overview = useOverview();
  const client = overview.data?.find((one) => one.client_id === clientId);
  usePageTitle(client?.name ?? t("coach.clients.title"));

  if (!isSection(section)) return <NotFoundPage />;
  if (!overview.data) {
    if (!overview.error) return <LoadingBlock height={SECTION_HEIGHT} />;
    return (
      <LoadError error={overview.error} retry={() => overview.refetch()} retrying={overview.isFetching} />
    );
  }
  if (!client) return <UnknownClient />;
  const Content = SECTIONS[section];
  return (
    <Stack gap="md">
      <Header client={client} clients={overview.data} section={section} />
      <Suspense fallback={<LoadingBlock height={SECTION_HEIGHT} />}>
        <Content key={clientId} client={client} />
      </Suspense>
    </Stack>
  );
}

interface HeaderProps {
  client: ClientOverview;
  clients: ClientOverview[];
  section: Section;
}

function Header({ client, clients, section }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [inviting, invite] = useDisclosure(false);
  return (
    <Stack gap="xs" data-print="no">
      <Group justify="space-between" align="end" gap="xs">
        <div>
          <Title order={1} size="h3" style={{ overflowWrap: "anywhere" }}>
            {client.name}
          </Title>
          <Text size="sm" c="dimmed">
            {t("coach.client.today", {
              timeZone: client.timezone,
              time: format.time(new Date(), client.timezone),
            })}
          </Text>
        </div>
        <Group gap="xs" align="end" w={{ base: "100%", sm: "auto" }}>
          {!client.has_account && (
            <Button
              variant="light"
              leftSection={<IconUserPlus size={18} aria-hidden />}
              onClick={invite.open}
            >
              {t("coach.clients.invite")}
            </Button>
          )}
          <EditButton clientId={client.client_id} />
          <ClientPicker clients={clients} clientId={client.client_id} section={section} />
        </Group>
      </Group>
      <SectionLinks clientId={client.client_id} openReviews={client.open_reviews} />
      <InviteDialog clientId={client.client_id} name={client.name} opened={inviting} onClose={invite.close} />
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
        {t("coach.client.edit")}
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
    <Stack align="center" gap="sm" py={64} ta="center">
      <Title order={1} size="h3">
        {t("coach.client.unknown")}
      </Title>
      <Text c="dimmed">{t("coach.client.unknownHint")}</Text>
      <Button
        component={Link}
        to="/clients"
        variant="light"
        leftSection={<IconArrowLeft size={18} aria-hidden />}
      >
        {t("coach.client.back")}
      </Button>
    </Stack>
  );
}
