import { Button, Grid, Stack, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Client } from "../../account/api";
import { useOwnClient } from "../../account/queries";
import { TimeZoneNote } from "../../account/TimeZoneNote";
import { LoadingBlock } from "../../foundation/Panel";
import touch from "../../foundation/touch.module.css";
import { usePageTitle } from "../../foundation/usePageTitle";
import { NoCoachNote } from "../../people/client/NoCoachNote";
import { Composer } from "../composer/Composer";
import type { QuickKind } from "../composer/QuickActions";
import { Feed } from "../feed/Feed";
import { OutboxProvider } from "../outbox/OutboxProvider";
import { FirstSteps } from "./FirstSteps";
import { usePlanSeen } from "./plan/usePlanSeen";

// A phone shows the diary first, and needs the week only when it is chosen.
const loadWeek = () => import("./week/MyWeek");
const MyWeek = lazy(loadWeek);

export default function MyProgressPage() {
  return (
    <OutboxProvider>
      <MyProgress />
    </OutboxProvider>
  );
}

/** The client's screen: the composer, the diary and the week. One column on a phone, two on a desktop. */
function MyProgress() {
  const { t } = useTranslation();
  const client = useOwnClient();
  const wide = useMediaQuery("(min-width: 62em)", false, { getInitialValueInEffect: false });
  const [quick, setQuick] = useState<QuickKind | null>(null);
  usePageTitle(t("progress:title"));
  useEffect(() => {
    loadWeek().catch(() => undefined); // so that it is there when the connection is gone
  }, []);

  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {t("progress:title")}
      </Title>
      <TimeZoneNote client={client} />
      {!client.coach_id && <NoCoachNote />}
      {wide ? (
        <Grid gap="md">
          <Grid.Col span={7}>
            <Stack gap="md">
              <Composer clientId={client.id} timeZone={client.timezone} quick={quick} onQuick={setQuick} />
              <Feed client={client} isLive empty={<FirstSteps onPick={setQuick} />} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={5}>
            <Week client={client} />
          </Grid.Col>
        </Grid>
      ) : (
        <OneColumn quick={quick} onQuick={setQuick} />
      )}
    </Stack>
  );
}

function OneColumn({
  quick,
  onQuick,
}: {
  quick: QuickKind | null;
  onQuick: (kind: QuickKind | null) => void;
}) {
  const { t } = useTranslation();
  const client = useOwnClient();
  const [shown, setShown] = useState<"diary" | "week">("diary");
  const { isChanged } = usePlanSeen(client.id);
  return (
    <>
      <Composer clientId={client.id} timeZone={client.timezone} quick={quick} onQuick={onQuick} />
      <Button.Group aria-label={t("progress:tabs.label")}>
        {(["diary", "week"] as const).map((one) => (
          <Button
            key={one}
            flex={1}
            className={touch.target}
            variant={one === shown ? "filled" : "default"}
            aria-pressed={one === shown}
            onClick={() => setShown(one)}
          >
            {t(one === "week" && isChanged ? "progress:tabs.weekChanged" : `progress:tabs.${one}`)}
          </Button>
        ))}
      </Button.Group>
      {shown === "diary" ? (
        <Feed client={client} isLive empty={<FirstSteps onPick={onQuick} />} />
      ) : (
        <Week client={client} />
      )}
    </>
  );
}

function Week({ client }: { client: Client }) {
  return (
    <Suspense fallback={<LoadingBlock height={320} />}>
      <MyWeek client={client} />
    </Suspense>
  );
}
