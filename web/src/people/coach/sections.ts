import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import {
  type ClientSection,
  type ClientSectionProps,
  type Domain,
  type Label,
  loadPiece,
  useDomains,
} from "../../foundation/domain";

/** A section of a client's page; what it shows is loaded when it is first opened. */
export interface Section {
  path: string;
  label: Label;
  Content: LazyExoticComponent<ComponentType<ClientSectionProps>>;
  Badge: LazyExoticComponent<ComponentType<ClientSectionProps>> | undefined;
}

const made = new WeakMap<readonly Domain[], Section[]>();

/** The sections of all domains, in their order. */
export function useSections(): Section[] {
  const domains = useDomains();
  const known = made.get(domains);
  if (known) return known;
  const declared = domains.flatMap((domain) =>
    (domain.clientSections ?? []).map((section) => ({ domain, section })),
  );
  const sections = declared
    .toSorted((a, b) => Number(a.section.isSecondary ?? false) - Number(b.section.isSecondary ?? false))
    .map(({ domain, section }) => lazily(domain, section, domains));
  made.set(domains, sections);
  return sections;
}

function lazily(domain: Domain, section: ClientSection, domains: readonly Domain[]): Section {
  const { path, label, badge } = section;
  return {
    path,
    label,
    Content: lazy(() => loadPiece(domain, section, domains)),
    Badge: badge && lazy(() => loadPiece(domain, badge, domains)),
  };
}

/** The address of a client's section. The first one has the short address. */
export function sectionPath(sections: Section[], clientId: string, path: string): string {
  return path === sections[0]?.path ? `/clients/${clientId}` : `/clients/${clientId}/${path}`;
}
