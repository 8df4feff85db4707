import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { loadConfig } from "../foundation/config";
import { live } from "../foundation/realtime/live";
import {
  type Channel,
  type Cursor,
  confirmPhone,
  countUnread,
  fetchKinds,
  fetchNotifications,
  fetchSettings,
  fetchTemplates,
  linkPhone,
  markAllRead,
  markRead,
  PAGE_LENGTH,
  resetTemplate,
  type Settings,
  saveTemplate,
  setPreference,
  setQuietHours,
  unlinkPhone,
} from "./api";

const SETTINGS = ["notify", "settings"];

export function useUnread() {
  return useQuery({ queryKey: ["notify", "unread"], queryFn: countUnread, ...live(20_000) });
}

export function useNotifications() {
  return useInfiniteQuery({
    queryKey: ["notify", "list"],
    queryFn: ({ pageParam }) => fetchNotifications(pageParam),
    initialPageParam: undefined as Cursor | undefined,
    getNextPageParam: (last) => (last.length === PAGE_LENGTH ? last.at(-1) : undefined),
    ...live(),
  });
}

function useReading<T>(read: (what: T) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: read,
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ["notify", "list"] });
      void queryClient.invalidateQueries({ queryKey: ["notify", "unread"] });
    },
  });
}

export function useMarkRead() {
  return useReading((id: number) => markRead([id]));
}

export function useMarkAllRead() {
  return useReading(markAllRead);
}

export function useSettings() {
  return useQuery({ queryKey: SETTINGS, queryFn: fetchSettings });
}

/** Whether SMS are configured. */
export function useSmsOffered() {
  return useQuery({
    queryKey: ["notify", "smsOffered"],
    queryFn: async () => Boolean((await loadConfig()).smsFrom),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useLinkPhone() {
  return useMutation({ mutationFn: linkPhone });
}

export function useConfirmPhone() {
  return useAddressChange(confirmPhone);
}

export function useUnlinkPhone() {
  return useAddressChange(unlinkPhone);
}

function useAddressChange<Arguments, Result>(change: (values: Arguments) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SETTINGS }),
  });
}

/** The switch moves at once, and back if the choice was not stored. */
export function useSetPreference() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, channel, isOn }: { kind: string; channel: Channel; isOn: boolean }) =>
      setPreference(kind, channel, isOn),
    onMutate: ({ kind, channel, isOn }) => {
      queryClient.setQueryData<Settings>(
        SETTINGS,
        (known) =>
          known && {
            ...known,
            preferences: [
              ...known.preferences.filter((one) => one.kind !== kind || one.channel !== channel),
              { user_id: "", kind, channel, is_on: isOn },
            ],
          },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: SETTINGS }),
  });
}

export function useSetQuietHours() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ timezone, from, until }: { timezone: string; from?: string; until?: string }) =>
      setQuietHours(timezone, from, until),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SETTINGS }),
  });
}

export function useTemplates() {
  return useQuery({
    queryKey: ["notify", "templates"],
    queryFn: async () => {
      const [kinds, templates] = await Promise.all([fetchKinds(), fetchTemplates()]);
      return { kinds: kinds.filter(({ role }) => role !== "coach"), templates };
    },
  });
}

export function useSaveTemplate() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: saveTemplate,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["notify", "templates"] }),
  });
}

export function useResetTemplate() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: resetTemplate,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["notify", "templates"] }),
  });
}
