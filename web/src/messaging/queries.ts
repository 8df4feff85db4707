import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { useUserId } from "../account/session";
import { live } from "../foundation/realtime/live";
import * as api from "./api";
import { keys } from "./keys";
import { olderThan, withMessage, withNewest } from "./messages";

/** How often an open conversation asks for news. */
const TALKING = live(3_000);
const LISTENING = live(15_000);
const LINK_SECONDS = 3600;

export function useThreads() {
  return useInfiniteQuery({
    queryKey: [...keys.threads, "list"],
    queryFn: ({ pageParam }) => api.fetchThreads(pageParam),
    initialPageParam: null as api.ThreadCursor | null,
    getNextPageParam: (page) => (page.length < api.PAGE ? null : (page.at(-1) ?? null)),
    ...LISTENING,
  });
}

export function useThread(threadId: string) {
  return useQuery({
    queryKey: keys.thread(threadId),
    queryFn: () => api.fetchThread(threadId),
    ...TALKING,
  });
}

export function useUnreadThreads() {
  return useQuery({ queryKey: keys.unreadThreads, queryFn: api.fetchUnreadThreads, ...LISTENING });
}

type Pages = InfiniteData<api.Message[], number | null>;

/** The messages of a thread, the newest page first. The newest page is loaded again and again. */
export function useMessages(threadId: string) {
  const queryClient = useQueryClient();
  const pages = useInfiniteQuery({
    queryKey: keys.pages(threadId),
    queryFn: ({ pageParam }) => api.fetchMessages(threadId, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => olderThan(page, api.PAGE),
    staleTime: Number.POSITIVE_INFINITY, // what changes comes with the newest page
  });
  const newest = useQuery({
    queryKey: keys.newest(threadId),
    queryFn: () => api.fetchMessages(threadId, null),
    ...TALKING,
  });
  useEffect(() => {
    if (!newest.data) return;
    const page = newest.data;
    queryClient.setQueryData<Pages>(keys.pages(threadId), (known) => {
      if (!known) return known;
      const merged = withNewest(known.pages, page);
      return { pages: merged, pageParams: known.pageParams.slice(0, merged.length) };
    });
  }, [newest.data, queryClient, threadId]);
  return pages;
}

/** A message that is answered, also where its page is not loaded. */
export function useMessage(messageId: string | null) {
  return useQuery({
    queryKey: [...keys.all, "message", messageId],
    queryFn: () => (messageId ? api.fetchMessage(messageId) : null),
    enabled: messageId !== null,
  });
}

export function useEdits(messageId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.all, "edits", messageId],
    queryFn: () => api.fetchEdits(messageId),
    enabled,
  });
}

export function useAttachmentLink(path: string, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: [...keys.all, "link", path],
    queryFn: () => api.signAttachment(path, LINK_SECONDS),
    staleTime: (LINK_SECONDS - 300) * 1000,
    refetchInterval: (LINK_SECONDS - 300) * 1000,
  });
}

export function useCorrespondents(enabled = true) {
  const userId = useUserId();
  return useQuery({
    queryKey: [...keys.all, "correspondents", userId],
    queryFn: () => api.fetchCorrespondents(userId),
    enabled,
  });
}

export function useClientThread(clientId: string) {
  return useQuery({
    queryKey: [...keys.threads, "client", clientId],
    queryFn: () => api.fetchClientThread(clientId),
  });
}

export function useSearch(query: string) {
  return useQuery({
    queryKey: [...keys.all, "search", query],
    queryFn: () => api.searchMessages(query),
    enabled: query !== "",
  });
}

/** Changes threads or people; all lists are loaded again. */
function useChange<Arguments, Result>(change: (values: Arguments) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.threads }),
  });
}

export function useOpenDirect() {
  return useChange(api.openDirectThread);
}

export function useCreateGroup() {
  return useChange(api.createGroup);
}

export function useAddParticipant(threadId: string) {
  return useChange((userId: string) => api.addParticipant(threadId, userId));
}

export function useRemoveParticipant(threadId: string) {
  return useChange((userId: string) => api.removeParticipant(threadId, userId));
}

export function useMute(threadId: string) {
  return useChange((muted: boolean) => api.muteThread(threadId, muted));
}

export function useMarkRead(threadId: string) {
  return useChange((seq: number) => api.markRead(threadId, seq));
}

function useMessageChange<Arguments extends { id: string }>(
  threadId: string,
  change: (values: Arguments) => Promise<void>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: async (_data, _error, { id }) => {
      const message = await api.fetchMessage(id).catch(() => null);
      if (message) {
        queryClient.setQueryData<Pages>(
          keys.pages(threadId),
          (known) => known && { ...known, pages: withMessage(known.pages, message) },
        );
      }
      await queryClient.invalidateQueries({ queryKey: keys.threads });
    },
  });
}

export function useEditMessage(threadId: string) {
  return useMessageChange(threadId, ({ id, body }: { id: string; body: string }) =>
    api.editMessage(id, body),
  );
}

export function useDeleteMessage(threadId: string) {
  return useMessageChange(threadId, ({ id }: { id: string }) => api.deleteMessage(id));
}
