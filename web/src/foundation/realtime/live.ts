import { pollAfter } from "./hearing";

const FAST_MS = 10_000;

/** Names the queries that are loaded again when messages may have been missed. */
export const isLive = ({ meta }: { meta?: Record<string, unknown> | undefined }) => meta?.live === true;

/**
 * For what other people change: loaded again when the database says so (see `Domain.live`), on return to the screen, and
 * every so often while it is seen.
 */
export function live(fast: number = FAST_MS) {
  return {
    refetchInterval: () => pollAfter(fast),
    refetchOnWindowFocus: "always",
    meta: { live: true },
  } as const;
}
