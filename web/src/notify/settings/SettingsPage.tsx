import { Anchor, Container, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../account/queries";
import { QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { useSettings } from "../queries";
import { UndeliveredPanel } from "../undelivered/UndeliveredPanel";
import { Choices } from "./Choices";
import { PhonePanel } from "./PhonePanel";
import { PushPanel } from "./PushPanel";
import { QuietHours } from "./QuietHours";

/** /notifications/settings: what the account is told, through what, and when. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const settings = useSettings();
  usePageTitle(t("notify:settings.title"));
  return (
    <Container size="md" px={0}>
      <Stack gap="md">
        <Title order={1} size="h3">
          {t("notify:settings.title")}
        </Title>
        {me?.role === "coach" && (
          <Anchor component={Link} to="/notifications/templates">
            {t("notify:settings.toTemplates")}
          </Anchor>
        )}
        <QueryPanel
          title={t("notify:settings.choices")}
          query={settings}
          height={me?.role === "coach" ? 320 : 640}
        >
          {(found) => <Choices settings={found} role={me?.role} />}
        </QueryPanel>
        <PushPanel />
        {settings.data && <PhonePanel addresses={settings.data.addresses} />}
        <UndeliveredPanel />
        <QueryPanel title={t("notify:settings.quiet")} query={settings} height={120}>
          {({ hours }) => <QuietHours hours={hours} timezone={me?.client?.timezone} />}
        </QueryPanel>
      </Stack>
    </Container>
  );
}
