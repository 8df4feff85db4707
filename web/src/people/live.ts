import type { LiveQueries } from "../foundation/domain";

export const live: LiveQueries = {
  clients: () => [["people"]],
};
