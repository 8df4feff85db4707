import { Group } from "@mantine/core";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useMe } from "../account/queries";
import { useSession } from "../account/session";
import { useAccountLanguage } from "../account/useAccountLanguage";
import { domains } from "../domains";
import { loadPiece } from "../foundation/domain";
import { useLanguage } from "../foundation/i18n/useLanguage";
import classes from "./Layout.module.css";

const LINKS = domains.flatMap((domain) =>
  (domain.navigation ?? []).map(({ badge, ...link }) => ({
    ...link,
    Badge: badge && lazy<ComponentType>(() => loadPiece(domain, badge, domains)),
  })),
);

export function MainNavigation() {
  const { userId } = useSession();
  return userId ? <Links /> : null;
}

function Links() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
  useAccountLanguage();
  if (!me || (me.role === "client" && !me.client)) return null;
  return (
    <Group
      component="nav"
      aria-label={t("app:navigation")}
      gap={4}
      wrap="nowrap"
      className={classes.navigation}
    >
      {LINKS.filter(({ role }) => role === me.role).map(({ to, label, Badge }) => (
        <NavLink key={to} to={to} className={classes.link}>
          {label[language]}
          {Badge && (
            <Suspense>
              <Badge />
            </Suspense>
          )}
        </NavLink>
      ))}
    </Group>
  );
}
