import type { LiveQueries } from "../foundation/domain";
import { keys } from "./queries";

export const live: LiveQueries = {
  messages: () => [keys.threads, keys.anyNewest],
};
