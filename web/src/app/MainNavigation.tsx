import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useMe } from "../account/queries";
import { useSession } from "../account/session";
import { useAccountLanguage } from "../account/useAccountLanguage";
import { useDomains } from "../foundation/domain";
import { useLanguage } from "../foundation/i18n/useLanguage";
import classes from "./Layout.module.css";

export function MainNavigation() {
  const { userId } = useSession();
  return userId ? <Links /> : null;
}

function Links() {
  const { t } = useTranslation();
  const language = useLanguage();
  const links = useDomains().flatMap((domain) => domain.navigation ?? []);
  const { data: me } = useMe();
  useAccountLanguage();
  if (!me || (me.role === "client" && !me.client)) return null;
  return (
    <Group component="nav" aria-label={t("app:navigation")} gap={4} wrap="nowrap">
      {links
        .filter(({ role }) => role === me.role)
        .map(({ to, label }) => (
          <NavLink key={to} to={to} className={classes.link}>
            {label[language]}
          </NavLink>
        ))}
    </Group>
  );
}
