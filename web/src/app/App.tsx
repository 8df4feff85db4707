import { MantineProvider } from "@mantine/core";
import { IsRestoringProvider, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { BrowserRouter } from "react-router";
import { forgetKept, keep, restore } from "../account/kept";
import { SessionProvider, useSession } from "../account/session";
import { domains } from "../domains";
import { DomainsProvider } from "../foundation/domain";
import { ErrorBoundary } from "../foundation/ErrorBoundary";
import { createQueryClient } from "../foundation/queryClient";
import { endStart } from "../foundation/start";
import { readableColors, theme } from "../foundation/theme";
import { AppRoutes } from "./AppRoutes";

export function App({ nonce }: { nonce: string }) {
  useEffect(endStart, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColors}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <ErrorBoundary>
        <SessionProvider>
          <BrowserRouter>
            <DomainsProvider value={domains}>
              <AccountScope>
                <AppRoutes />
              </AccountScope>
            </DomainsProvider>
          </BrowserRouter>
        </SessionProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}

/** Everything below belongs to one account. Another account starts with an empty cache and new components. */
function AccountScope({ children }: { children: ReactNode }) {
  const { userId } = useSession();
  return (
    <AccountCache key={userId ?? "nobody"} userId={userId}>
      {children}
    </AccountCache>
  );
}

interface AccountCacheProps {
  /** Null: nobody is signed in. Undefined: not known yet. */
  userId: string | null | undefined;
  children: ReactNode;
}

function AccountCache({ userId, children }: AccountCacheProps) {
  const [queryClient] = useState(createQueryClient);
  const [isRestoring, setRestoring] = useState(typeof userId === "string");
  useEffect(() => {
    if (userId === undefined) return;
    if (userId === null) {
      forgetKept().catch(() => undefined);
      return;
    }
    let stop: () => void = () => undefined;
    let left = false;
    // What the device keeps is a help. Where its storage fails, everything comes from the network.
    void restore(queryClient, userId)
      .catch(() => undefined)
      .then(() => {
        if (left) return;
        stop = keep(queryClient, userId);
        setRestoring(false);
      });
    return () => {
      left = true;
      stop();
      queryClient.clear();
    };
  }, [queryClient, userId]);
  return (
    <QueryClientProvider client={queryClient}>
      <IsRestoringProvider value={isRestoring}>{children}</IsRestoringProvider>
    </QueryClientProvider>
  );
}
