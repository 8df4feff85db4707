import { Container, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LoadError, LoadingBlock, Panel, QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { Me } from "../api";
import { usePreferences } from "../preferences";
import { useMe } from "../queries";
import { useSession } from "../session";
import { NameForm } from "./NameForm";
import { PasswordForm } from "./PasswordForm";
import { PreferencesForm } from "./PreferencesForm";
import { RoleForm } from "./RoleForm";
import { TimeZoneForm } from "./TimeZoneForm";

/** /account: what people change about their account. */
export default function AccountPage() {
  const { t } = useTranslation();
  const { email } = useSession();
  const me = useMe();
  usePageTitle(t("accountPage:title"));
  return (
    <Container size="sm" px={0}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h3">
            {t("accountPage:title")}
          </Title>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {email}
          </Text>
        </div>
        {me.data ? (
          <>
            <Panel title={t("accountPage:name.title")}>
              <NameForm me={me.data} />
            </Panel>
            {me.data.client && (
              <Panel title={t("accountPage:timeZone.title")}>
                <TimeZoneForm client={me.data.client} />
              </Panel>
            )}
            <PreferencesPanel me={me.data} />
            <Panel title={t("accountPage:password.title")}>
              <PasswordForm />
            </Panel>
            <Panel title={t("accountPage:role.title")}>
              <RoleForm me={me.data} />
            </Panel>
          </>
        ) : me.error ? (
          <LoadError error={me.error} retry={() => me.refetch()} retrying={me.isFetching} />
        ) : (
          <LoadingBlock height={480} />
        )}
      </Stack>
    </Container>
  );
}

function PreferencesPanel({ me }: { me: Me }) {
  const { t } = useTranslation();
  const preferences = usePreferences();
  return (
    <QueryPanel title={t("accountPage:preferences.title")} query={preferences} height={320}>
      {(data) => <PreferencesForm me={me} preferences={data} />}
    </QueryPanel>
  );
}
