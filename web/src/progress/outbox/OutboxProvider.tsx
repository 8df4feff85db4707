import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { useUserId } from "../../account/session";
import type { Outbox, OutboxState } from "../../foundation/outbox";
import { insertLog, isGone, type Log, uploadMedia } from "../api";
import { putLogs } from "../cache";
import { deviceStore, exclusively } from "./deviceStore";
import { reportForgotten } from "./forgotten";
import { logOutbox, type OutboxEntry } from "./outbox";

const OutboxContext = createContext<Outbox<OutboxEntry, Log> | null>(null);

/** The outbox of the signed-in account. Sends when mounted, when the connection is back, and on return to the tab. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const userId = useUserId();
  const queryClient = useQueryClient();
  const outbox = useMemo(
    () =>
      logOutbox<Log>({
        store: deviceStore(userId),
        transport: {
          upload: (file) => uploadMedia(file.path, file.blob),
          insert: (entry, writtenAt) =>
            insertLog({ ...entry, mediaPaths: entry.files.map((file) => file.path), writtenAt }),
        },
        onStored: (log) => putLogs(queryClient, log.client_id, [log]),
        isGone,
        onForgotten: reportForgotten,
        exclusively: (work) => exclusively(userId, work),
      }),
    [userId, queryClient],
  );

  useEffect(() => {
    const flush = () => {
      if (document.visibilityState === "visible") void outbox.flush();
    };
    outbox.open();
    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      outbox.close();
      window.removeEventListener("online", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

export function useOutbox(): Outbox<OutboxEntry, Log> {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error("useOutbox needs an OutboxProvider");
  return outbox;
}

export function useOutboxState(): OutboxState<OutboxEntry> {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.getState);
}
