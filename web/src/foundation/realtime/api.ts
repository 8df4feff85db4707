import type { RealtimeChannel, RealtimeChannelOptions } from "@supabase/realtime-js/dist/module/index.js";
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

/** Joins a topic on which the database says what has changed. Returns how to leave it. */
export function hear(topic: string, { onMessage, onState }: Listener): () => void {
  return keepJoined(
    topic,
    {},
    {
      listen: (channel) =>
        channel.on("broadcast", { event: "*" }, ({ event, payload }) =>
          onMessage({ event, payload: payload ?? {} }),
        ),
      onState,
    },
  );
}

interface Company {
  /** Who is there, by the keys with which they have joined. */
  onPresent: (keys: string[]) => void;
  onMessage: (message: Message) => void;
}

/** Joins a topic on which people tell each other who is there. What they say is not checked, and stored nowhere. */
export function meet(
  topic: string,
  key: string,
  { onPresent, onMessage }: Company,
): { say: (message: Message) => void; leave: () => void } {
  let joined: RealtimeChannel | undefined;
  const leave = keepJoined(
    topic,
    { presence: { key, enabled: true } },
    {
      listen: (channel) =>
        channel
          .on("broadcast", { event: "*" }, ({ event, payload }) =>
            onMessage({ event, payload: payload ?? {} }),
          )
          .on("presence", { event: "sync" }, () => onPresent(Object.keys(channel.presenceState()))),
      onState: (isHeard, channel) => {
        joined = isHeard ? channel : undefined;
        if (isHeard) void channel?.track({});
        else onPresent([]);
      },
    },
  );
  const say = (message: Message) => void joined?.send({ type: "broadcast", ...message });
  return { say, leave };
}

interface Joining {
  listen: (channel: RealtimeChannel) => RealtimeChannel;
  onState: (isHeard: boolean, channel?: RealtimeChannel) => void;
}

/** Joins a topic, again and again if need be. Returns how to leave it. */
function keepJoined(
  topic: string,
  config: Partial<RealtimeChannelOptions["config"]>,
  { listen, onState }: Joining,
): () => void {
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
      const channel = client.channel(topic, { config: { ...config, private: true } });
      let isOver = false;
      leave = () => {
        isOver = true;
        void client.removeChannel(channel);
      };
      listen(channel).subscribe((status, error) => {
        if (isOver) return;
        onState(status === "SUBSCRIBED", channel);
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
