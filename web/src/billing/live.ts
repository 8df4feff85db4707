import type { LiveQueries } from "../foundation/domain";
import { KEY } from "./queries";

const all = () => [KEY];

export const live: LiveQueries = {
  payments: all,
  invoices: all,
  client_subscriptions: all,
  credits: all,
  packages: all,
  subscriptions: all,
};
