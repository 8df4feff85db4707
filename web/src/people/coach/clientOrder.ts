import type { CoachedClient } from "../../foundation/domain";
import type { LoadedPart } from "./useClientList";

/** Who needs their coach most comes first, then by name. */
export function inOrder(clients: readonly CoachedClient[], parts: readonly LoadedPart[]): CoachedClient[] {
  const weighed = clients.map((client) => ({
    client,
    urgency: parts.reduce((sum, { part, data }) => sum + (part.urgency?.(client, data) ?? 0), 0),
  }));
  weighed.sort((a, b) => b.urgency - a.urgency || a.client.name.localeCompare(b.client.name));
  return weighed.map(({ client }) => client);
}

/** Whose name contains every word of `search`, whatever the case. */
export function matching(clients: readonly CoachedClient[], search: string): CoachedClient[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return clients.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** Whom every filter lets through that something is chosen in. */
export function filtered(
  clients: readonly CoachedClient[],
  parts: readonly LoadedPart[],
  chosen: URLSearchParams,
): CoachedClient[] {
  return clients.filter((client) =>
    parts.every(({ part: { filter }, data }) => {
      const value = filter && chosen.get(filter.param);
      return !filter || !value || filter.matches(client, data, value);
    }),
  );
}
