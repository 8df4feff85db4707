import { supabase } from "../supabase";
import type { RealtimeClient } from "./lazyClient";

/** A message of the database. It says what has changed, by ids; what it is now is loaded. */
export interface Message {
  event: string;
  payload: Record<string, unknown>;
}

interface Listener {
  onMessage: (message: Message) => void;
  /** Whether messages arrive. Called with true again whenever some may have been missed. */
  onState: (isHeard: boolean) => void;
}

/** How long to wait before a topic is joined again that was refused or closed: a token may be old, a right may return. */
const AGAIN_MS = 30_000;

/** Joins a topic, again and again if need be. Returns how to leave it. */
export function hear(topic: string, { onMessage, onState }: Listener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave: () => void = () => undefined;
  let isLeft = false;

  const joinLater = () => {
    leave();
    leave = () => undefined;
    clearTimeout(timer);
    if (!isLeft) timer = setTimeout(() => void join(), AGAIN_MS);
  };

  const join = async () => {
    try {
      const client = await (supabase().realtime as unknown as RealtimeClient).whole();
      await client.setAuth(); // a join without the token of the session is refused
      if (isLeft) return;
      const channel = client.channel(topic, { config: { private: true } });
      let isOver = false;
      leave = () => {
        isOver = true;
        void client.removeChannel(channel);
      };
      channel
        .on("broadcast", { event: "*" }, ({ event, payload }) => onMessage({ event, payload: payload ?? {} }))
        .subscribe((status, error) => {
          if (isOver) return;
          onState(status === "SUBSCRIBED");
          // The library itself connects again. What the server has refused or closed it must not ask for each second.
          if (status === "CLOSED" || isRefusal(error)) joinLater();
        });
    } catch {
      onState(false);
      joinLater();
    }
  };

  void join();
  return () => {
    isLeft = true;
    clearTimeout(timer);
    leave();
  };
}

function isRefusal(error: Error | undefined): boolean {
  const reason = (error?.cause as { reason?: unknown; code?: unknown } | undefined) ?? {};
  return typeof reason.reason === "string" && reason.code === undefined;
}
