import { ActionIcon, Menu, Text, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconLanguage, IconLogout, IconSettings, IconUserCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../app/calendar";
import { LANGUAGE_NAMES, LANGUAGES } from "../i18n/language";
import { useLanguage } from "../i18n/useLanguage";
import { useChangeLanguage, useMe } from "./queries";
import { useSession } from "./session";
import { useSignOut } from "./useSignOut";

const SCHEMES = [
  { value: "auto", label: "app.menu.themeAuto" },
  { value: "light", label: "app.menu.themeLight" },
  { value: "dark", label: "app.menu.themeDark" },
] as const;

/** Language, appearance and signing out; there before somebody has signed in, too. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { userId } = useSession();
  const language = useLanguage();
  const changeLanguage = useChangeLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = userId ? IconUserCircle : IconSettings;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xl" aria-label={t("app.menu.open")}>
          <Icon aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {userId && <Identity />}
        <Menu.Label>{t("app.menu.language")}</Menu.Label>
        {LANGUAGES.map((value) => (
          <Menu.Item
            key={value}
            lang={value}
            leftSection={<Tick on={value === language} fallback={<IconLanguage size={16} aria-hidden />} />}
            aria-current={value === language || undefined}
            onClick={() => changeLanguage(value)}
          >
            {LANGUAGE_NAMES[value]}
          </Menu.Item>
        ))}
        <Menu.Label>{t("app.menu.theme")}</Menu.Label>
        {SCHEMES.map(({ value, label }) => (
          <Menu.Item
            key={value}
            leftSection={<Tick on={value === colorScheme} />}
            aria-current={value === colorScheme || undefined}
            onClick={() => setColorScheme(value)}
          >
            {t(label)}
          </Menu.Item>
        ))}
        {userId && <SignOutItem />}
      </Menu.Dropdown>
    </Menu>
  );
}

function Tick({ on, fallback }: { on: boolean; fallback?: React.ReactNode }) {
  return on ? <IconCheck size={16} aria-hidden /> : (fallback ?? <span style={{ width: 16 }} />);
}

function Identity() {
  const { t } = useTranslation();
  const { email } = useSession();
  const { data: me } = useMe();
  return (
    <>
      <Menu.Label>
        <Text size="sm" c="var(--mantine-color-text)" fw={600} truncate>
          {me?.full_name || email}
        </Text>
        <Text size="xs" truncate>
          {email}
        </Text>
        <Text size="xs">
          {t("app.menu.timeZone")}: {me?.client?.timezone ?? browserTimeZone()}
        </Text>
      </Menu.Label>
      <Menu.Divider />
    </>
  );
}

function SignOutItem() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
        {t("app.menu.signOut")}
      </Menu.Item>
    </>
  );
}
