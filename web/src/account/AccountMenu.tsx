import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { browserTimeZone } from "../foundation/calendar";
import { type Domain, useDomains } from "../foundation/domain";
import { LANGUAGE_NAMES, LANGUAGES } from "../foundation/i18n/language";
import { useLanguage } from "../foundation/i18n/useLanguage";
import { IconCheck } from "../foundation/icons";
import type { Me } from "./api";
import { IconLanguage, IconLogout } from "./icons";
import { useChangeLanguage, useChangeWeightUnit, useMe } from "./queries";
import { useSession } from "./session";
import { UnsentDialog } from "./UnsentDialog";

const SCHEMES = [
  { value: "auto", label: "account:menu.themeAuto" },
  { value: "light", label: "account:menu.themeLight" },
  { value: "dark", label: "account:menu.themeDark" },
] as const;

interface AccountMenuProps {
  opened: boolean;
  /** Called once it can be opened. */
  onReady: () => void;
  onClose: () => void;
  /** The button that opens it. */
  children: ReactNode;
}

/** The menu that AccountButton opens. Loaded when it is first opened. */
export default function AccountMenu({ opened, onReady, onClose, children }: AccountMenuProps) {
  const { t } = useTranslation();
  const { userId, signOut } = useSession();
  useEffect(onReady, [onReady]);
  const [unsent, setUnsent] = useState(0);
  const language = useLanguage();
  const changeLanguage = useChangeLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const domains = useDomains();
  const leave = async () => {
    const count = userId ? await countUnsent(domains, userId) : 0;
    if (count > 0) setUnsent(count);
    else void signOut();
  };
  return (
    <>
      <Menu
        opened={opened}
        onClose={onClose}
        position="bottom-end"
        width={240}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        returnFocus
      >
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {userId && <Identity />}
          <Menu.Label>{t("account:menu.language")}</Menu.Label>
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
          {userId && <WeightUnits />}
          <Menu.Label>{t("account:menu.theme")}</Menu.Label>
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
          {userId && <AccountItems onSignOut={() => void leave()} />}
        </Menu.Dropdown>
      </Menu>
      {unsent > 0 && (
        <UnsentDialog count={unsent} onCancel={() => setUnsent(0)} onSignOut={() => void signOut()} />
      )}
    </>
  );
}

/** What cannot be counted, because the device's storage fails, is not asked about. */
async function countUnsent(domains: readonly Domain[], userId: string): Promise<number> {
  const counts = await Promise.all(domains.map((domain) => domain.countUnsent?.(userId).catch(() => 0) ?? 0));
  return counts.reduce((sum, count) => sum + count, 0);
}

function Tick({ on, fallback }: { on: boolean; fallback?: ReactNode }) {
  return on ? <IconCheck size={16} aria-hidden /> : (fallback ?? <span style={{ width: 16 }} />);
}

/** The unit in force where none is chosen: of a client as they wrote last, of a coach kg. */
function useUnchosenUnit(me: Me | undefined) {
  const client = me?.client;
  const ofDomain = useDomains().find((domain) => domain.weightUnit)?.weightUnit;
  const { data } = useQuery({
    queryKey: ["account", "unchosenUnit", client?.id],
    queryFn: async () => (client && (await ofDomain?.(client.id))) || "kg",
    enabled: client != null && client.weight_unit === null,
  });
  return client ? data : "kg";
}

function WeightUnits() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { mutate } = useChangeWeightUnit();
  const inForce = useUnchosenUnit(me);
  if (!me) return null;
  const current = (me.client ? me.client.weight_unit : me.weight_unit) ?? inForce;
  return (
    <>
      <Menu.Label>{t("account:menu.weights")}</Menu.Label>
      {(["kg", "lb"] as const).map((unit) => (
        <Menu.Item
          key={unit}
          leftSection={<Tick on={unit === current} />}
          aria-current={unit === current || undefined}
          onClick={() => mutate({ me, unit })}
        >
          {t(`account:menu.unit.${unit}`)}
        </Menu.Item>
      ))}
    </>
  );
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
          {t("account:menu.timeZone")}: {me?.client?.timezone ?? browserTimeZone()}
        </Text>
      </Menu.Label>
      <Menu.Divider />
    </>
  );
}

function AccountItems({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
  const items = useDomains()
    .flatMap((domain) => domain.menu ?? [])
    .filter(({ role }) => !role || (role === me?.role && (role === "coach" || me.client)));
  return (
    <>
      <Menu.Divider />
      {items.map(({ to, label, Icon }) => (
        <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} aria-hidden />}>
          {label[language]}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
        {t("account:menu.signOut")}
      </Menu.Item>
    </>
  );
}
