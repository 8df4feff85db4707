import { useEffect, useRef, useState } from "react";
import { useUserId } from "../../account/session";
import { meet } from "../../foundation/realtime/api";

/** How long somebody is said to write after they last said so, and how often they say so. */
const WRITES_MS = 5_000;
const SAY_MS = 2_000;

export interface Company {
  /** The ids of the other accounts that have the conversation open. */
  here: string[];
  /** Those of them who are writing. */
  writing: string[];
}

const NOBODY: Company = { here: [], writing: [] };

/** Who else is in a conversation now, as their apps say; and says the same of this account. Null: it has no topic. */
export function useCompany(topic: string | null): Company & { onWriting: (isWriting: boolean) => void } {
  const userId = useUserId();
  const [company, setCompany] = useState(NOBODY);
  const say = useRef<(isWriting: boolean) => void>(() => undefined);
  const saidAt = useRef(0);
  useEffect(() => {
    if (!topic) return;
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const note = (id: string, isWriting: boolean) => {
      clearTimeout(timers.get(id));
      if (isWriting)
        timers.set(
          id,
          setTimeout(() => note(id, false), WRITES_MS),
        );
      setCompany(({ here, writing }) => {
        const others = writing.filter((one) => one !== id);
        return { here, writing: isWriting ? [...others, id] : others };
      });
    };
    const room = meet(topic, userId, {
      onPresent: (keys) =>
        setCompany(({ writing }) => ({ here: keys.filter((id) => id !== userId), writing })),
      onMessage: ({ event, payload: { user_id: id } }) => {
        if (typeof id === "string" && id !== userId && event === "writing") note(id, true);
        if (typeof id === "string" && event === "paused") note(id, false);
      },
    });
    say.current = (isWriting) =>
      room.say({ event: isWriting ? "writing" : "paused", payload: { user_id: userId } });
    return () => {
      say.current = () => undefined;
      room.leave();
      for (const timer of timers.values()) clearTimeout(timer);
      setCompany(NOBODY);
    };
  }, [topic, userId]);
  const onWriting = (isWriting: boolean) => {
    if (isWriting && Date.now() - saidAt.current < SAY_MS) return;
    if (!isWriting && saidAt.current === 0) return;
    saidAt.current = isWriting ? Date.now() : 0;
    say.current(isWriting);
  };
  return { ...company, onWriting };
}
