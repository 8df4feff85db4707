import type { LiveQueries } from "../foundation/domain";
import { keys } from "./keys";

export const live: LiveQueries = {
  messages: () => [keys.threads, keys.anyNewest],
};
