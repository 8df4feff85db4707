import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { type KnownAccount, signOut, storedAccount, watchSession } from "./api";

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
  const [account, setAccount] = useState<KnownAccount | null | undefined>(() => storedAccount() ?? undefined);
  const [expired, setExpired] = useState(false);
  const leaving = useRef(false);
  const wasSignedIn = useRef(account !== undefined);

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
        // A session that cannot be renewed without a connection is reported as none, but it stays on the device.
        const known = next ? { id: next.user.id, email: next.user.email ?? null } : storedAccount();
        wasSignedIn.current = known !== null;
        setAccount((before) =>
          known && before?.id === known.id && before.email === known.email ? before : known,
        );
      }),
    [],
  );

  const state = useMemo<SessionState>(
    () => ({
      userId: account === undefined ? undefined : (account?.id ?? null),
      email: account?.email ?? null,
      expired,
      signOut: async () => {
        leaving.current = true;
        await signOut();
      },
    }),
    [account, expired],
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
