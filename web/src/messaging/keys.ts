/** Under which the cache keeps what the domain loads. */
export const keys = {
  all: ["messaging"] as const,
  threads: ["messaging", "threads"] as const,
  unread: ["messaging", "threads", "unread"] as const,
  unreadThreads: ["messaging", "threads", "unreadThreads"] as const,
  thread: (threadId: string) => ["messaging", "threads", "one", threadId] as const,
  pages: (threadId: string) => ["messaging", "pages", threadId] as const,
  anyNewest: ["messaging", "newest"] as const,
  newest: (threadId: string) => ["messaging", "newest", threadId] as const,
};
