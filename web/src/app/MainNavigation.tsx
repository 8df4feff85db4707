import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { Role } from "../account/api";
import { useMe } from "../account/queries";
import { useSession } from "../account/session";
import { useAccountLanguage } from "../account/useAccountLanguage";
import classes from "./Layout.module.css";

const LINKS = {
  coach: [{ to: "/clients", label: "app.nav.clients" }],
  client: [{ to: "/progress", label: "app.nav.progress" }],
} as const satisfies Record<Role, readonly { to: string; label: string }[]>;

export function MainNavigation() {
  const { userId } = useSession();
  return userId ? <Links /> : null;
}

function Links() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  useAccountLanguage();
  if (!me || (me.role === "client" && !me.client)) return null;
  return (
    <Group component="nav" aria-label={t("app.nav.label")} gap={4} wrap="nowrap">
      {LINKS[me.role].map(({ to, label }) => (
        <NavLink key={to} to={to} className={classes.link}>
          {t(label)}
        </NavLink>
      ))}
    </Group>
  );
}
