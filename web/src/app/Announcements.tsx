import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useMe } from "../account/queries";
import { useUserId } from "../account/session";
import { domains } from "../domains";
import type { LiveQueries } from "../foundation/domain";
import { hear, type Message } from "../foundation/realtime/api";
import { setHearing } from "../foundation/realtime/hearing";
import { isLive } from "../foundation/realtime/live";

/** How often at most the same queries are loaded again. */
const PAUSE_MS = 500;

/** Loads what is on the screen again when the database says that it has changed. Shows nothing. */
export default function Announcements() {
  const userId = useUserId();
  const ownClientId = useMe().data?.client?.id;
  const queryClient = useQueryClient();
  useEffect(() => {
    const topics = [`user:${userId}`, ...(ownClientId ? [`client:${ownClientId}`] : [])];
    const reload = gathered((keys) => {
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
    });
    const heard = new Set<string>();
    // Called with true after each join: what was said before nobody has heard. With false it begins the fast polling.
    const note = (topic: string, isHeard: boolean) => {
      const before = heard.size;
      if (isHeard) heard.add(topic);
      else heard.delete(topic);
      setHearing(heard.size === topics.length);
      if (isHeard || heard.size < before) void queryClient.invalidateQueries({ predicate: isLive });
    };
    const leaving = topics.map((topic) =>
      hear(topic, {
        onMessage: async (message) => reload(await affected(message)),
        onState: (isHeard) => note(topic, isHeard),
      }),
    );
    return () => {
      for (const leave of leaving) leave();
      setHearing(false);
    };
  }, [userId, ownClientId, queryClient]);
  return null;
}

async function affected({ event, payload }: Message): Promise<QueryKey[]> {
  const ids = Array.isArray(payload.client_ids) ? payload.client_ids.map(String) : [""];
  const live: LiveQueries[] = await Promise.all(domains.map((domain) => domain.live?.() ?? {}));
  return live.flatMap((queries) => {
    const keysOf = queries[event];
    return keysOf ? ids.flatMap(keysOf) : [];
  });
}

/** Calls `handle` with all keys that came since the last call: at once, then every `PAUSE_MS`. */
function gathered(handle: (keys: QueryKey[]) => void): (keys: QueryKey[]) => void {
  let waiting = new Map<string, QueryKey>();
  let isPaused = false;
  const flush = () => {
    if (waiting.size === 0) {
      isPaused = false;
      return;
    }
    isPaused = true;
    const keys = [...waiting.values()];
    waiting = new Map();
    handle(keys);
    setTimeout(flush, PAUSE_MS);
  };
  return (keys) => {
    for (const key of keys) waiting.set(JSON.stringify(key), key);
    if (!isPaused) flush();
  };
}
