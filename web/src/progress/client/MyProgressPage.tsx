import { Grid, SegmentedControl, Stack, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnClient } from "../../account/queries";
import { TimeZoneNote } from "../../account/TimeZoneNote";
import { usePageTitle } from "../../foundation/usePageTitle";
import { NoCoachNote } from "../../people/client/NoCoachNote";
import { Composer } from "../composer/Composer";
import { Feed } from "../feed/Feed";
import { OutboxProvider } from "../outbox/OutboxProvider";
import { MyWeek } from "./week/MyWeek";

export default function MyProgressPage() {
  return (
    <OutboxProvider>
      <MyProgress />
    </OutboxProvider>
  );
}

/** The client's screen: write, see what was made of it, see the week. One column on a phone, two on a desk. */
function MyProgress() {
  const { t } = useTranslation();
  const client = useOwnClient();
  const wide = useMediaQuery("(min-width: 62em)", false, { getInitialValueInEffect: false });
  usePageTitle(t("progress:title"));

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
              <Composer clientId={client.id} />
              <Feed client={client} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={5}>
            <MyWeek client={client} />
          </Grid.Col>
        </Grid>
      ) : (
        <OneColumn />
      )}
    </Stack>
  );
}

function OneColumn() {
  const { t } = useTranslation();
  const client = useOwnClient();
  const [shown, setShown] = useState("diary");
  return (
    <>
      <Composer clientId={client.id} />
      <SegmentedControl
        fullWidth
        aria-label={t("progress:tabs.label")}
        value={shown}
        onChange={setShown}
        data={[
          { value: "diary", label: t("progress:tabs.diary") },
          { value: "week", label: t("progress:tabs.week") },
        ]}
      />
      {shown === "diary" ? <Feed client={client} /> : <MyWeek client={client} />}
    </>
  );
}
