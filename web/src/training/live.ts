import type { LiveQueries } from "../foundation/domain";

const ofClient = (clientId: string) => [
  ["training", clientId],
  ["training", "weeks"],
];

export const live: LiveQueries = {
  client_programs: ofClient,
  workout_sessions: ofClient,
};
