import { Group } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useSearchParams } from "react-router";
import type { CoachedClient } from "../../foundation/domain";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import classes from "./SectionLinks.module.css";
import { sectionPath, useSections } from "./sections";

/** Links to the sections of a client's page. They keep the period in the address. */
export function SectionLinks({ client }: { client: CoachedClient }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sections = useSections();
  const [search] = useSearchParams();
  return (
    <Group
      component="nav"
      aria-label={t("peopleCoach:page.sections")}
      gap={4}
      wrap="nowrap"
      className={classes.links}
    >
      {sections.map(({ path, label, Badge }) => (
        <NavLink
          key={path}
          end
          to={{ pathname: sectionPath(sections, client.id, path), search: search.toString() }}
          className={classes.link}
        >
          {label[language]}
          {Badge && (
            <Suspense>
              <Badge client={client} />
            </Suspense>
          )}
        </NavLink>
      ))}
    </Group>
  );
}
