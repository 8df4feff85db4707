import { Anchor, Button, Container, Group, List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../foundation/i18n/useLanguage";
import { QueryPanel } from "../foundation/Panel";
import { usePageTitle } from "../foundation/usePageTitle";
import type { Notification } from "./api";
import { PushOffer } from "./PushOffer";
import { useMarkAllRead, useMarkRead, useNotifications } from "./queries";

/** /notifications: what the account was told, newest first. */
export default function NotificationsPage() {
  const { t } = useTranslation();
  const list = useNotifications();
  const readAll = useMarkAllRead();
  usePageTitle(t("notify:title"));
  const all = list.data?.pages.flat();
  const newest = all?.[0];
  const hasUnread = all?.some(({ read_at }) => read_at === null);
  return (
    <Container size="sm" px={0}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Title order={1} size="h3">
            {t("notify:title")}
          </Title>
          <Anchor component={Link} to="/notifications/settings" size="sm">
            {t("notify:toSettings")}
          </Anchor>
        </Group>
        {all && all.length > 0 && <PushOffer />}
        <QueryPanel
          title={t("notify:list.title")}
          action={
            newest &&
            hasUnread && (
              <Button
                size="compact-sm"
                variant="default"
                loading={readAll.isPending}
                onClick={() => readAll.mutate(newest.due_at)}
              >
                {t("notify:list.readAll")}
              </Button>
            )
          }
          query={{ data: all, error: list.error, isFetching: list.isFetching, refetch: list.refetch }}
          height={160}
          isEmpty={(found) => found.length === 0}
          empty={t("notify:list.empty")}
        >
          {(found) => (
            <>
              <List listStyleType="none" spacing="sm">
                {found.map((one) => (
                  <List.Item
                    key={one.id}
                    styles={{ itemWrapper: { width: "100%" }, itemLabel: { width: "100%" } }}
                  >
                    <Line notification={one} />
                  </List.Item>
                ))}
              </List>
              {list.hasNextPage && (
                <Button
                  variant="default"
                  loading={list.isFetchingNextPage}
                  onClick={() => list.fetchNextPage()}
                >
                  {t("notify:list.more")}
                </Button>
              )}
            </>
          )}
        </QueryPanel>
      </Stack>
    </Container>
  );
}

function Line({ notification: { id, title, body, path, due_at, read_at } }: { notification: Notification }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mutate: read } = useMarkRead();
  return (
    <>
      <Anchor
        component={Link}
        to={path}
        fw={read_at ? 400 : 700}
        style={{ overflowWrap: "anywhere" }}
        onClick={() => !read_at && read(id)}
      >
        {title}
      </Anchor>
      <Text size="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
        {body}
      </Text>
      <Text size="xs" c="dimmed">
        <time dateTime={due_at}>{format.dateTime(due_at)}</time>
        {!read_at && `, ${t("notify:list.unread")}`}
      </Text>
    </>
  );
}
