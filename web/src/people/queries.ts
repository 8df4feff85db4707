import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { speak } from "../i18n";
import type { Language } from "../i18n/language";
import {
  acceptInvite,
  addClient,
  type Client,
  type ClientDetails,
  fetchClient,
  fetchHasClients,
  fetchMe,
  inviteClient,
  type Me,
  updateClient,
  updateProfile,
} from "./api";
import { useSession, useUserId } from "./session";

const meKey = (userId: string) => ["people", "me", userId] as const;

export function useMe(): UseQueryResult<Me> {
  const userId = useUserId();
  return useQuery({ queryKey: meKey(userId), queryFn: () => fetchMe(userId), staleTime: 5 * 60_000 });
}

/** The client row of whoever is signed in; only below `RequireRole role="client"`. */
export function useOwnClient(): Client {
  const { data } = useMe();
  if (!data?.client) throw new Error("The account is not a client's");
  return data.client;
}

export function useAcceptInvite() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    /** The client's device knows their time zone and language better than the coach who made the row. */
    mutationFn: async ({ code, timezone, locale }: { code: string; timezone: string; locale: Language }) => {
      const clientId = await acceptInvite(code);
      await updateClient(clientId, { timezone, locale }).catch(() => undefined); // an old time zone name: keep the coach's
      return clientId;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

export function useChangeTimeZone() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ clientId, timezone }: { clientId: string; timezone: string }) =>
      updateClient(clientId, { timezone }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

/** Speaks the language at once; the account remembers it, and reports come in it from then on. */
export function useChangeLanguage(): (language: Language) => void {
  const { i18n } = useTranslation();
  const { userId } = useSession();
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: async (locale: Language) => {
      if (!userId) return;
      const me = queryClient.getQueryData<Me>(meKey(userId));
      await updateProfile(userId, { locale });
      if (me?.client) await updateClient(me.client.id, { locale });
    },
    onSuccess: () => userId && queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
  return (language) => {
    void speak(i18n, language);
    mutate(language);
  };
}

const clientKey = (clientId: string) => ["people", "client", clientId] as const;

/** One client of the coach who is signed in; null when there is none of that id. */
export function useClient(clientId: string, enabled = true): UseQueryResult<Client | null> {
  return useQuery({ queryKey: clientKey(clientId), queryFn: () => fetchClient(clientId), enabled });
}

/** Whether the coach who is signed in has any client. */
export function useHasClients(enabled = true): UseQueryResult<boolean> {
  const userId = useUserId();
  return useQuery({
    queryKey: ["people", "hasClients", userId],
    queryFn: () => fetchHasClients(userId),
    enabled,
  });
}

/** Adds a client, or changes one when it has an id. Whatever shows clients is loaded again. */
export function useSaveClient(clientId?: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (details: ClientDetails) => {
      if (!clientId) return (await addClient(details)).id;
      await updateClient(clientId, details);
      return clientId;
    },
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

export function useInviteClient() {
  return useMutation({ mutationFn: inviteClient });
}
