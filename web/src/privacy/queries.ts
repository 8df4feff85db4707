import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession, useUserId } from "../people/session";
import { forgetEntries } from "../progress/outbox/deviceStore";
import { deleteAccount, eraseClient, exportClient, fetchRecord, revokeCoach } from "./api";
import { saveAsFile } from "./saveAsFile";

export function useRecord(clientId?: string) {
  return useQuery({
    queryKey: ["privacy", "record", clientId ?? "all"],
    queryFn: () => fetchRecord(clientId),
  });
}

/** Loads everything and hands it to the browser as a file. */
export function useDownload(clientId: string) {
  return useMutation({
    mutationFn: async () => {
      const day = new Date().toISOString().slice(0, 10);
      saveAsFile(`wellio-${clientId.slice(0, 8)}-${day}.json`, await exportClient(clientId));
    },
  });
}

/** By the coach. `leave` goes to another page first: the client's own would say that there is none. */
export function useEraseClient(clientId: string, leave: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => eraseClient(clientId, name),
    onSuccess: () => {
      leave();
      return queryClient.invalidateQueries();
    },
  });
}

/** The same by the client: what waits on this device to be sent goes, too. */
export function useEraseMyself(clientId: string) {
  const userId = useUserId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => {
      await eraseClient(clientId, name);
      await forgetEntries(userId);
    },
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

export function useRevokeCoach(clientId: string, leave?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (_typed: string) => revokeCoach(clientId),
    onSuccess: () => {
      leave?.();
      return queryClient.invalidateQueries();
    },
  });
}

export function useDeleteAccount() {
  const { signOut } = useSession();
  return useMutation({ mutationFn: deleteAccount, onSuccess: () => signOut() });
}
