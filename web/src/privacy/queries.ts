import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession, useUserId } from "../account/session";
import { useDomains } from "../foundation/domain";
import {
  cancelErasure,
  deleteAccount,
  eraseClient,
  exportClient,
  fetchErased,
  fetchErasure,
  fetchFile,
  fetchRecord,
  requestErasure,
  revokeCoach,
} from "./api";
import { documentsOf, packedPath } from "./copy";
import { saveAsFile } from "./saveAsFile";
import { zipped } from "./zip";

export function useRecord(clientId?: string) {
  return useQuery({
    queryKey: ["privacy", "record", clientId ?? "all"],
    queryFn: () => fetchRecord(clientId),
  });
}

/** Loads all data with its files and saves it as an archive. Answers how many files could not be read. */
export function useDownload(clientId: string) {
  return useMutation({
    mutationFn: async () => {
      const exported = await exportClient(clientId);
      const files = [];
      for (const file of exported.files) {
        const blob = await fetchFile(file);
        if (blob) files.push({ path: packedPath(file), blob });
      }
      const day = new Date().toISOString().slice(0, 10);
      saveAsFile(
        `wellio-${clientId.slice(0, 8)}-${day}.zip`,
        await zipped([...documentsOf(exported), ...files]),
      );
      return exported.files.length - files.length;
    },
  });
}

/** When the client will be erased, if they have asked for it. */
export function useErasure(clientId: string | undefined) {
  return useQuery({
    queryKey: ["privacy", "erasure", clientId],
    queryFn: () => fetchErasure(clientId ?? ""),
    enabled: clientId !== undefined,
  });
}

/** When the account's data as a client was last erased. */
export function useErased() {
  const userId = useUserId();
  return useQuery({ queryKey: ["privacy", "erased", userId], queryFn: () => fetchErased(userId) });
}

export function useRequestErasure(clientId: string, withAccount: boolean) {
  return useEnding((name) => requestErasure(clientId, name, withAccount));
}

export function useCancelErasure(clientId: string) {
  return useEnding(() => cancelErasure(clientId));
}

/** By the coach. `leave` goes to another page, because the client's page would say that there is no such client. */
export function useEraseClient(clientId: string, leave: () => void) {
  const forget = useForgetClient(clientId);
  return useEnding(
    (name) => eraseClient(clientId, name),
    () => {
      forget();
      leave();
    },
  );
}

/** By the coach. */
export function useReleaseClient(clientId: string, leave: () => void) {
  const forget = useForgetClient(clientId);
  return useEnding(
    () => revokeCoach(clientId),
    () => {
      forget();
      leave();
    },
  );
}

/** By the client, who can still send waiting entries. */
export function useRevokeCoach(clientId: string) {
  return useEnding(() => revokeCoach(clientId));
}

/** `end` gets the text that was typed to confirm. */
function useEnding(end: (typed: string) => Promise<void>, onSuccess?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess,
    onSettled: () => void queryClient.invalidateQueries(), // also after an error, because only the answer may be lost
  });
}

/** Deletes what this device keeps about a client. */
function useForgetClient(clientId: string): () => void {
  const userId = useUserId();
  const domains = useDomains();
  // Failures are ignored: the server has already done its part, and refuses an entry that is left.
  return () => {
    for (const domain of domains) void domain.forgetClient?.(userId, clientId).catch(() => undefined);
  };
}

export function useDeleteAccount() {
  const { signOut } = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: deleteAccount,
    onSuccess: () => signOut(),
    onError: () => void queryClient.invalidateQueries(), // the obstacle may be new
  });
}
