import {
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useUserId } from "../account/session";
import { live } from "../foundation/realtime/live";
import * as api from "./api";

/** A payment is part of many sums, so whatever changes, all that is on the screen is loaded again. */
export const KEY = ["billing"] as const;

const POLL_PAYMENT_MS = 2_000;

export function useOffers() {
  const userId = useUserId();
  return useQuery({ queryKey: [...KEY, "offers", userId], queryFn: api.fetchOffers, ...live(30_000) });
}

export function usePackages() {
  const userId = useUserId();
  return useQuery({
    queryKey: [...KEY, "packages", userId],
    queryFn: () => api.fetchPackages(userId),
    ...live(),
  });
}

export function useTemplates() {
  const userId = useUserId();
  return useQuery({ queryKey: [...KEY, "templates", userId], queryFn: () => api.fetchTemplates(userId) });
}

export function useCodes() {
  return useQuery({ queryKey: [...KEY, "codes", useUserId()], queryFn: api.fetchCodes });
}

export function useSeller() {
  const userId = useUserId();
  return useQuery({ queryKey: [...KEY, "seller", userId], queryFn: () => api.fetchSeller(userId) });
}

/** The rows of a list that comes in pages, each beginning before the last row of the one before. */
function usePages<Row extends { created_at: string }>(
  queryKey: readonly unknown[],
  fetchPage: (before: string | null) => Promise<Row[]>,
) {
  const { data, ...query } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < api.PAGE ? null : (page.at(-1)?.created_at ?? null)),
    ...live(),
  });
  return { ...query, data: data?.pages.flat() };
}

export function useInvoices(whose: api.Whose, filter: api.InvoiceFilter) {
  return usePages([...KEY, "invoices", whose, filter], (before) => api.fetchInvoices(whose, filter, before));
}

export function usePayments(whose: api.Whose & { invoiceId?: string }) {
  return usePages([...KEY, "payments", whose], (before) => api.fetchPayments(whose, before));
}

export function useInvoice(id: string) {
  return useQuery({ queryKey: [...KEY, "invoice", id], queryFn: () => api.fetchInvoice(id), ...live(5_000) });
}

/** A payment that the provider may still confirm: asked for again until it has. */
export function usePayment(id: string | null) {
  return useQuery({
    queryKey: [...KEY, "payment", id],
    queryFn: () => (id ? api.fetchPayment(id) : null),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? POLL_PAYMENT_MS : false),
    refetchOnWindowFocus: "always",
  });
}

export function useSubscriptions(clientId: string) {
  return useQuery({
    queryKey: [...KEY, "subscriptions", clientId],
    queryFn: () => api.fetchSubscriptions(clientId),
    ...live(),
  });
}

export function useBought(clientId: string) {
  return useQuery({
    queryKey: [...KEY, "bought", clientId],
    queryFn: () => api.fetchBought(clientId),
    ...live(),
  });
}

export function useRevenue(from: string, to: string, timezone: string): UseQueryResult<api.Month[]> {
  return useQuery({
    queryKey: [...KEY, "revenue", from, to, timezone],
    queryFn: () => api.fetchRevenue(from, to, timezone),
    ...live(30_000),
  });
}

export function useClientMoney(clientId: string) {
  return useQuery({
    queryKey: [...KEY, "money", clientId],
    queryFn: () => api.fetchClientMoney(clientId),
    ...live(),
  });
}

export function useMyTier() {
  return useQuery({ queryKey: [...KEY, "tier", useUserId()], queryFn: api.fetchMyTier, ...live() });
}

export function useTiers() {
  return useQuery({ queryKey: [...KEY, "tiers"], queryFn: api.fetchTiers });
}

/** Changes something about money; everything that is shown of it is loaded again. */
export function useChange<Values, Result>(change: (values: Values) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

/** Leaves the app for a page of the provider. The payment itself is heard of from the database. */
export function usePageOfProvider<Values>(open: (values: Values) => Promise<string>) {
  return useMutation({ mutationFn: open, onSuccess: (url) => window.location.assign(url) });
}
