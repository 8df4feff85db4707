import { QueryClient } from "@tanstack/react-query";
import { asRequestError } from "./request";

/** The cache of one account. It lives as long as that account is signed in here, see `AccountScope`. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Without a connection a panel must say so. By default it would load forever.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && asRequestError(error).isTemporary,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
