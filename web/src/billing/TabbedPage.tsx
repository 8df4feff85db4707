import { Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { usePageTitle } from "../foundation/usePageTitle";
import classes from "./billing.module.css";

interface TabbedPageProps {
  title: string;
  tabs: { to: string; label: string }[];
  /** Right of the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A screen of billing, with links to its neighbours. */
export function TabbedPage({ title, tabs, action, children }: TabbedPageProps) {
  const { t } = useTranslation();
  usePageTitle(title);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={1} size="h3">
          {title}
        </Title>
        {action}
      </Group>
      <Group
        component="nav"
        aria-label={t("billing:tabs.label")}
        gap={0}
        wrap="nowrap"
        className={classes.links}
      >
        {tabs.map(({ to, label }) => (
          <NavLink key={to} end to={to} className={classes.link}>
            {label}
          </NavLink>
        ))}
      </Group>
      {children}
    </Stack>
  );
}
