import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { BrowserRouter } from "react-router";
import { SessionProvider, useSession } from "../account/session";
import { domains } from "../domains";
import { DomainsProvider } from "../foundation/domain";
import { ErrorBoundary } from "../foundation/ErrorBoundary";
import { createQueryClient } from "../foundation/queryClient";
import { readableColors, theme } from "../foundation/theme";
import { AppRoutes } from "./AppRoutes";

export function App({ nonce }: { nonce: string }) {
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

/** Everything below belongs to one account: another one starts from an empty cache and fresh components. */
function AccountScope({ children }: { children: ReactNode }) {
  const { userId } = useSession();
  return <AccountCache key={userId ?? "nobody"}>{children}</AccountCache>;
}

function AccountCache({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => () => queryClient.clear(), [queryClient]);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
