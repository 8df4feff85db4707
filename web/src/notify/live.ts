import type { LiveQueries } from "../foundation/domain";

export const live: LiveQueries = {
  notifications: () => [
    ["notify", "unread"],
    ["notify", "list"],
  ],
};
