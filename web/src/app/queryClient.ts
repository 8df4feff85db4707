import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asRequestError } from "./request";

/**
 * The cache of one account. It lives as long as that account is signed in here, see `AccountScope`.
 * `onUnauthorized` hears that the API no longer takes the session.
 */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (asRequestError(error).status === 401) onUnauthorized();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Without a connection a panel says so; by default it would load for ever.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && asRequestError(error).isTemporary,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
