/** Under which the cache keeps what a client's screens load. The client stands second: the device keeps what is their own. */
export const keys = {
  all: (clientId: string) => ["training", clientId] as const,
  sessions: (clientId: string) => ["training", clientId, "sessions"] as const,
  session: (clientId: string, sessionId: string) => ["training", clientId, "session", sessionId] as const,
  program: (clientId: string) => ["training", clientId, "program"] as const,
  /** Not below `all`: it is large, and no set changes it. */
  library: (clientId: string) => ["trainingLibrary", clientId] as const,
  muscles: (clientId: string) => ["trainingLibrary", clientId, "muscles"] as const,
  asked: (clientId: string) => ["training", clientId, "asked"] as const,
  metrics: (clientId: string) => ["training", clientId, "metrics"] as const,
  photos: (clientId: string) => ["training", clientId, "photos"] as const,
  entries: (clientId: string) => ["training", clientId, "entries"] as const,
};
