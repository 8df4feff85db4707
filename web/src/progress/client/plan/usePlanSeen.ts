import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUserId } from "../../../account/session";
import { keys } from "../../cache";
import { useActivePlans } from "../../queries";
import { recallPlan, rememberPlan } from "./seenPlan";

interface PlanSeen {
  /** Whether the plan in force is another one than this device has shown. */
  isChanged: boolean;
  markSeen: () => void;
}

/** Remembers on this device which plan its reader has seen. The first plan a device shows is no change. */
export function usePlanSeen(clientId: string): PlanSeen {
  const userId = useUserId();
  const queryClient = useQueryClient();
  const { data: plans } = useActivePlans(clientId);
  const now = plans?.map(({ id, version }) => `${id}@${version}`).join(" ");
  const key = [...keys.all(clientId), "plan-seen"];
  const seen = useQuery({ queryKey: key, queryFn: () => recallPlan(userId, clientId), staleTime: 0 }).data;
  const markSeen = () => {
    if (now === undefined) return;
    rememberPlan(userId, clientId, now);
    queryClient.setQueryData(key, now);
  };
  const isFirst = now !== undefined && seen === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the first plan is known
  useEffect(() => {
    if (isFirst) markSeen();
  }, [isFirst]);
  return { isChanged: now !== undefined && seen != null && seen !== now, markSeen };
}
