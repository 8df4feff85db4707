import type { LiveQueries } from "../foundation/domain";
import { keys } from "./cache";

export const live: LiveQueries = {
  /** The newest page of the feed loads the facts again when it has changed. */
  logs: (clientId) => [keys.newest(clientId), keys.anyUnsettled(clientId), keys.reviews, keys.overview],
  day_states: (clientId) => [keys.facts(clientId), keys.overview],
  plans: (clientId) => [
    keys.activePlans(clientId),
    keys.plans(clientId),
    keys.facts(clientId),
    keys.overview,
  ],
  weekly_reports: (clientId) => [keys.reports(clientId), keys.failedReports],
  clients: (clientId) => [keys.all(clientId), keys.overview],
};
