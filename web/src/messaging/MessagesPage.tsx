import { Anchor, Button, Group, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../account/queries";
import { IconPlus } from "../foundation/icons";
import { LoadingBlock } from "../foundation/Panel";
import touch from "../foundation/touch.module.css";
import { usePageTitle } from "../foundation/usePageTitle";
import { MessageSearch } from "./MessageSearch";
import classes from "./messaging.module.css";
import { ThreadList } from "./ThreadList";

const ThreadView = lazy(() => import("./thread/ThreadView"));
const NewThread = lazy(() => import("./NewThread"));

/** All conversations, and beside them the one that is open; on a phone one of the two. */
export default function MessagesPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const [search, setSearch] = useSearchParams();
  const [isOpening, setOpening] = useState(false);
  const threadId = search.get("thread");
  usePageTitle(t("messaging:title"));
  const open = (id: string | null) => setSearch(id ? { thread: id } : {});

  return (
    <div className={classes.page} data-open={threadId !== null || undefined}>
      <section className={classes.list} aria-label={t("messaging:threads")}>
        <Group justify="space-between" wrap="nowrap" mb="sm">
          <Title order={threadId ? 2 : 1} size="h3">
            {t("messaging:title")}
          </Title>
          <Button
            size="sm"
            variant="light"
            className={touch.target}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setOpening(true)}
          >
            {t("messaging:new.button")}
          </Button>
        </Group>
        <MessageSearch />
        <ThreadList openId={threadId} />
        {me?.role === "coach" && (
          <Anchor component={Link} to="/automated-messages" size="sm" className={classes.automated}>
            {t("messaging:automated")}
          </Anchor>
        )}
      </section>
      <div className={classes.thread}>
        {threadId ? (
          <Suspense fallback={<LoadingBlock height={400} />}>
            <ThreadView key={threadId} threadId={threadId} onLeave={() => open(null)} />
          </Suspense>
        ) : (
          <p className={classes.nothingOpen}>{t("messaging:nothingOpen")}</p>
        )}
      </div>
      {isOpening && (
        <Suspense>
          <NewThread mayGather={me?.role === "coach"} onOpened={open} onClose={() => setOpening(false)} />
        </Suspense>
      )}
    </div>
  );
}
