import { useQueries } from "@tanstack/react-query";
import type { CoachedClient } from "../../foundation/domain";
import { useClients } from "../queries";
import { type NamedPart, useClientListParts } from "./clientListParts";
import { inOrder } from "./clientOrder";

/** What a domain adds to the list, with what it knows of all clients. */
export interface LoadedPart extends NamedPart {
  data: unknown;
}

export interface ClientList {
  /** Who needs their coach most comes first; undefined while they load. */
  clients: CoachedClient[] | undefined;
  parts: LoadedPart[];
  /** Whether the order is final: every domain has answered, or has failed to. */
  isSettled: boolean;
  error: unknown;
  isFetching: boolean;
  retry: () => void;
}

/** All clients of the coach, with what the domains know of them. */
export function useClientList(): ClientList {
  const all = useClientListParts();
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
