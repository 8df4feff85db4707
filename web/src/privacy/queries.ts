import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession, useUserId } from "../account/session";
import { useDomains } from "../foundation/domain";
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

/** By the client or the coach. `leave` goes to another page first: the client's own would say that there is none. */
export function useEraseClient(clientId: string, leave?: () => void) {
  const forget = useForgetClient(clientId);
  return useEnding(
    (name) => eraseClient(clientId, name),
    () => {
      forget();
      leave?.();
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

/** By the client: what they have not sent yet is still theirs to send. */
export function useRevokeCoach(clientId: string) {
  return useEnding(() => revokeCoach(clientId));
}

/** `end` gets what was typed to confirm. */
function useEnding(end: (typed: string) => Promise<void>, onSuccess?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess,
    onSettled: () => void queryClient.invalidateQueries(), // after an error, too: only the answer may have been lost
  });
}

/** Deletes what this device keeps about a client. */
function useForgetClient(clientId: string): () => void {
  const userId = useUserId();
  const domains = useDomains();
  // What was done on the server stays done whatever the device says, and an entry that is left is refused there.
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
    onError: () => void queryClient.invalidateQueries(), // what stands in the way has come since
  });
}
