import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { conflictIn } from "../foundation/conflict";
import { speak } from "../foundation/i18n";
import type { Language } from "../foundation/i18n/language";
import { type Client, changeRole, fetchMe, type Me, updateOwnClient, updateProfile } from "./api";
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
    mutationFn: ({ clientId, ...changes }: { clientId: string; timezone: string; version: number }) =>
      updateOwnClient(clientId, changes),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

export function useChangeName() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, version }: { name: string; version: number }) =>
      updateProfile(userId, { full_name: name, version }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
}

export function useChangeRole() {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: changeRole, onSuccess: () => queryClient.invalidateQueries() });
}

/**
 * A choice of one value, made by a tap on what is shown. It means that value whatever else has changed meanwhile, so it is
 * made again on the version there is now.
 */
async function choose(version: number, change: (version: number) => Promise<void>): Promise<void> {
  try {
    await change(version);
  } catch (error) {
    const conflict = conflictIn(error);
    if (!conflict) throw error;
    await change(conflict.version);
  }
}

/** As `choose`, of the client that the account is. */
export function chooseForClient(
  { id, version }: Pick<Client, "id" | "version">,
  changes: Partial<Pick<Client, "timezone" | "locale" | "weight_unit">>,
): Promise<void> {
  return choose(version, (now) => updateOwnClient(id, { ...changes, version: now }));
}

/** The unit in which the account sees weights; a client's own also decides how bare numbers are read. */
export function useChangeWeightUnit() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ me, unit }: { me: Me; unit: NonNullable<Me["weight_unit"]> }) =>
      me.client
        ? chooseForClient(me.client, { weight_unit: unit })
        : choose(me.version, (version) => updateProfile(userId, { weight_unit: unit, version })),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Whether the coach's clients see weekly reports only once the coach has sent them. */
export function useChangeApproval() {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ me, approves }: { me: Me; approves: boolean }) =>
      choose(me.version, (version) => updateProfile(userId, { approves_reports: approves, version })),
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
      if (!me) return;
      await choose(me.version, (version) => updateProfile(userId, { locale, version }));
      if (me.client) await chooseForClient(me.client, { locale });
    },
    onSuccess: () => userId && queryClient.invalidateQueries({ queryKey: meKey(userId) }),
  });
  return (language) => {
    void speak(i18n, language);
    mutate(language);
  };
}
