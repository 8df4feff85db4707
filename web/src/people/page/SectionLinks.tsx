import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NavLink, useSearchParams } from "react-router";
import classes from "./SectionLinks.module.css";

const SECTIONS = ["progress", "feed", "report", "plans", "data"] as const;
export type Section = (typeof SECTIONS)[number];

export function isSection(value: string): value is Section {
  return SECTIONS.includes(value as Section);
}

export function sectionPath(clientId: string, section: Section): string {
  return section === "progress" ? `/clients/${clientId}` : `/clients/${clientId}/${section}`;
}

/** The parts of a client's page. The period stays in the address when one goes from part to part. */
export function SectionLinks({ clientId, openReviews }: { clientId: string; openReviews: number }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  return (
    <Group component="nav" aria-label={t("coach.client.sections")} gap={4} className={classes.links}>
      {SECTIONS.map((section) => (
        <NavLink
          key={section}
          end
          to={{ pathname: sectionPath(clientId, section), search: search.toString() }}
          className={classes.link}
        >
          {t(`coach.client.${section}`)}
          {section === "feed" && openReviews > 0 && (
            <Badge
              size="sm"
              color="orange"
              c="var(--mantine-color-text)"
              variant="light"
              ms={6}
              aria-label={t("coach.reason.reviews", { count: openReviews })}
            >
              {openReviews}
            </Badge>
          )}
        </NavLink>
      ))}
    </Group>
  );
}
