import type { LiveQueries } from "../foundation/domain";

export const live: LiveQueries = {
  /** The client that the account is. */
  clients: () => [["account", "me"]],
};
