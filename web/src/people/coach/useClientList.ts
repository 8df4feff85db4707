import { useQueries } from "@tanstack/react-query";
import type { ClientListPart, CoachedClient } from "../../foundation/domain";
import { useClients } from "../queries";
import { type NamedPart, useClientListParts } from "./clientListParts";
import { inOrder } from "./clientOrder";

/** What a domain adds to the list, with what it knows of all clients. */
export interface LoadedPart extends NamedPart {
  data: unknown;
}

export interface ClientList {
  /** Sorted by urgency. Undefined while they load. */
  clients: CoachedClient[] | undefined;
  parts: LoadedPart[];
  /** Whether the order is final: every domain has answered or failed. */
  isSettled: boolean;
  error: unknown;
  isFetching: boolean;
  retry: () => void;
}

/** All clients of the coach, with the data of the domains whose part is needed: the others are not asked. */
export function useClientList(isNeeded: (part: ClientListPart) => boolean = () => true): ClientList {
  const all = useClientListParts().filter(({ part }) => isNeeded(part));
  const clients = useClients();
  const results = useQueries({ queries: all.map(({ part }) => part.query) });
  const parts = all.flatMap((named, index) => {
    const data = results[index]?.data;
    return data === undefined ? [] : [{ ...named, data }];
  });
  const queries = [clients, ...results];
  const failed = queries.filter((query) => query.error && query.data === undefined);
  return {
    clients: clients.data && inOrder(clients.data, parts),
    parts,
    isSettled: queries.every((query) => !query.isPending),
    error: failed[0]?.error ?? null,
    isFetching: failed.some((query) => query.isFetching),
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}
