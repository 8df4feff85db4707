import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Client } from "../account/api";
import { chooseForClient, meKey } from "../account/queries";
import { useUserId } from "../account/session";
import type { CoachedClient } from "../foundation/domain";
import type { Language } from "../foundation/i18n/language";
import { live } from "../foundation/realtime/live";
import {
  acceptInvite,
  addClient,
  archiveClient,
  type ClientDetails,
  fetchClient,
  fetchClients,
  fetchHasClients,
  type InvitePreview,
  inviteClient,
  previewInvite,
  sendInvite,
  startAlone,
  updateClient,
} from "./api";

/** All clients whom the signed-in account coaches. */
export function useClients(): UseQueryResult<CoachedClient[]> {
  const userId = useUserId();
  return useQuery({
    queryKey: ["people", "clients", userId],
    queryFn: () => fetchClients(userId),
    ...live(),
  });
}

/** One client of the signed-in coach. Null when there is none of that id. */
export function useClient(clientId: string, enabled = true): UseQueryResult<Client | null> {
  return useQuery({
    queryKey: ["people", "client", clientId],
    queryFn: () => fetchClient(clientId),
    enabled,
  });
}

/** Whether the signed-in coach has any client. */
export function useHasClients(enabled = true): UseQueryResult<boolean> {
  const userId = useUserId();
  return useQuery({
    queryKey: ["people", "hasClients", userId],
    queryFn: () => fetchHasClients(userId),
    enabled,
  });
}

/** Adds a client, or changes the one of that id. Everything is loaded again. */
export function useSaveClient(clientId?: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, ...details }: ClientDetails & { version: number }) => {
      if (!clientId) return (await addClient(details)).id;
      await updateClient(clientId, { ...details, version });
      return clientId;
    },
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Every list says at once that the client is invited. */
export function useInviteClient() {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: inviteClient, onSuccess: () => queryClient.invalidateQueries() });
}

export function useSendInvite(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => sendInvite(clientId, email),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

export function useArchiveClient(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (archived: boolean) => archiveClient(clientId, archived),
    onSettled: () => queryClient.invalidateQueries(),
  });
}

/** Who invites with a code. Refused when the code cannot be accepted. */
export function useInvitePreview(code: string): UseQueryResult<InvitePreview> {
  return useQuery({ queryKey: ["people", "invite", code], queryFn: () => previewInvite(code) });
}

export function useAcceptInvite() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    /** The client's device knows time zone and language better than the coach who made the row. */
    mutationFn: async ({ code, timezone, locale }: { code: string; timezone: string; locale: Language }) => {
      const clientId = await acceptInvite(code);
      const joined = await fetchClient(clientId);
      if (joined) await chooseForClient(joined, { timezone, locale }).catch(() => undefined); // the name of the time zone is too old: keep the coach's
      return clientId;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

export function useStartAlone() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ timezone, locale }: { timezone: string; locale: Language }) =>
      startAlone(timezone, locale),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}
