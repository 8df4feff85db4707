import type { Category } from "../api";
import type { Named } from "../exercises";

type Kind = Category["kind"];

export interface Choice {
  value: string;
  label: string;
}

/** What exercises name: leaves of one tree, in groups by their parents. Those without a parent stand alone. */
export function choicesOf(
  categories: readonly Category[],
  kind: Kind,
  nameOf: (named: Named) => string,
): (Choice | { group: string; items: Choice[] })[] {
  const ofKind = categories.filter((one) => one.kind === kind);
  const choice = (one: Category) => ({ value: one.slug, label: nameOf(one) });
  return ofKind
    .filter(({ parent_id }) => parent_id === null)
    .map((root) => {
      const items = ofKind.filter(({ parent_id }) => parent_id === root.id).map(choice);
      return items.length > 0 ? { group: nameOf(root), items } : choice(root);
    });
}

/** The names of slugs, joined. */
export function namesOf(
  slugs: readonly string[],
  categories: readonly Category[],
  nameOf: (named: Named) => string,
): string {
  const names = new Map(categories.map((one) => [one.slug, nameOf(one)]));
  return slugs.map((slug) => names.get(slug) ?? slug).join(", ");
}
