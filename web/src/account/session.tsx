import type { Session } from "@supabase/supabase-js";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { signOut, watchSession } from "./api";

interface SessionState {
  /** Undefined until known. */
  userId: string | null | undefined;
  email: string | null;
  /** The session ended without signing out here. */
  expired: boolean;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<SessionState | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null | undefined>(undefined);
  const [expired, setExpired] = useState(false);
  const leaving = useRef(false);
  const wasSignedIn = useRef(false);

  useEffect(
    () =>
      watchSession((event, next) => {
        if (event === "SIGNED_OUT") {
          const unasked = wasSignedIn.current && !leaving.current;
          setExpired((before) => before || unasked); // the event may come more than once
          leaving.current = false;
        } else if (next) {
          setExpired(false);
        }
        wasSignedIn.current = next !== null;
        setSession(next);
      }),
    [],
  );

  const state = useMemo<SessionState>(
    () => ({
      userId: session === undefined ? undefined : (session?.user.id ?? null),
      email: session?.user.email ?? null,
      expired,
      signOut: async () => {
        leaving.current = true;
        await signOut();
      },
    }),
    [session, expired],
  );
  return <SessionContext value={state}>{children}</SessionContext>;
}

export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error("useSession needs a SessionProvider");
  return state;
}

/** The id of the signed-in account. Only below `RequireSession`. */
export function useUserId(): string {
  const { userId } = useSession();
  if (!userId) throw new Error("Nobody is signed in");
  return userId;
}
