/** The labels of each client, by the client's id. */
export type Tags = ReadonlyMap<string, string[]>;

export interface UsedLabel {
  label: string;
  /** How many clients have it. */
  count: number;
}

/** Whether two labels are the same tag: letter case does not count. */
export function sameLabel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The labels that the coach uses, in the order of the alphabet. Of two that differ in case only, the first one is named. */
export function usedLabels(tags: Tags): UsedLabel[] {
  const used = new Map<string, UsedLabel>();
  for (const label of [...tags.values()].flat()) {
    const known = used.get(label.toLowerCase());
    if (known) known.count += 1;
    else used.set(label.toLowerCase(), { label, count: 1 });
  }
  return [...used.values()].sort((a, b) => a.label.localeCompare(b.label));
}
