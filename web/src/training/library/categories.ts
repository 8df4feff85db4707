import type { Category } from "../api";
import type { Named } from "../exercises";

type Kind = Category["kind"];

export interface Choice {
  value: string;
  label: string;
}

/**
 * What exercises name: leaves of one tree, in groups by their parents. Those without a parent stand alone. With `all` each
 * group begins with the parent, for a search of everything below it.
 */
export function choicesOf(
  categories: readonly Category[],
  kind: Kind,
  nameOf: (named: Named) => string,
  all?: (name: string) => string,
): (Choice | { group: string; items: Choice[] })[] {
  const ofKind = categories.filter((one) => one.kind === kind);
  const choice = (one: Category) => ({ value: one.slug, label: nameOf(one) });
  return ofKind
    .filter(({ parent_id }) => parent_id === null)
    .map((root) => {
      const items = ofKind.filter(({ parent_id }) => parent_id === root.id).map(choice);
      if (items.length === 0) return choice(root);
      const whole = all ? [{ value: root.slug, label: all(nameOf(root)) }] : [];
      return { group: nameOf(root), items: [...whole, ...items] };
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
