import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { speak } from "../foundation/i18n";
import type { Language } from "../foundation/i18n/language";
import { type Client, fetchMe, type Me, updateOwnClient, updateProfile } from "./api";
import { useSession, useUserId } from "./session";

export const meKey = (userId: string) => ["account", "me", userId] as const;

export function useMe(): UseQueryResult<Me> {
  const userId = useUserId();
  return useQuery({ queryKey: meKey(userId), queryFn: () => fetchMe(userId), staleTime: 5 * 60_000 });
}

/** The client row of the signed-in account. Only below `RequireRole role="client"`. */
export function useOwnClient(): Client {
  const { data } = useMe();
  if (!data?.client) throw new Error("The account is not a client's");
  return data.client;
}

export function useChangeTimeZone() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ clientId, timezone }: { clientId: string; timezone: string }) =>
      updateOwnClient(clientId, { timezone }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

/** The unit in which the account sees weights; a client's own also decides how bare numbers are read. */
export function useChangeWeightUnit() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ me, unit }: { me: Me; unit: NonNullable<Me["weight_unit"]> }) =>
      me.client
        ? updateOwnClient(me.client.id, { weight_unit: unit })
        : updateProfile(userId, { weight_unit: unit }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Whether the coach's clients see weekly reports only once the coach has sent them. */
export function useChangeApproval() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (approves: boolean) => updateProfile(userId, { approves_reports: approves }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

/** Switches the language at once and stores it in the account. New reports are written in it. */
export function useChangeLanguage(): (language: Language) => void {
  const { i18n } = useTranslation();
  const { userId } = useSession();
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: async (locale: Language) => {
      if (!userId) return;
      const me = queryClient.getQueryData<Me>(meKey(userId));
      await updateProfile(userId, { locale });
      if (me?.client) await updateOwnClient(me.client.id, { locale });
    },
    onSuccess: () => userId && queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
  return (language) => {
    void speak(i18n, language);
    mutate(language);
  };
}
