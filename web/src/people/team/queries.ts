import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useUserId } from "../../account/session";
import { live } from "../../foundation/realtime/live";
import {
  acceptTeamInvite,
  bringClients,
  type Coaches,
  changeTeamSettings,
  countPrivateClients,
  createTeam,
  fetchCoaches,
  fetchTeam,
  fetchTeamInvites,
  inviteToTeam,
  leaveTeam,
  previewTeamInvite,
  removeTeamMember,
  renameTeam,
  setTeamRole,
  shareClient,
  type Team,
  type TeamInvite,
  type TeamInvitePreview,
  type TeamRole,
  type TeamSettings,
  unshareClient,
  withdrawTeamInvite,
} from "./api";

export function useTeam(): UseQueryResult<Team | null> {
  const userId = useUserId();
  return useQuery({
    queryKey: ["people", "team", userId],
    queryFn: () => fetchTeam(userId),
    ...live(),
  });
}

export function useTeamInvites(): UseQueryResult<TeamInvite[]> {
  return useQuery({ queryKey: ["people", "team", "invites"], queryFn: fetchTeamInvites });
}

export function usePrivateClients(): UseQueryResult<number> {
  const userId = useUserId();
  return useQuery({
    queryKey: ["people", "team", "private", userId],
    queryFn: () => countPrivateClients(userId),
  });
}

export function useTeamInvitePreview(code: string): UseQueryResult<TeamInvitePreview> {
  return useQuery({ queryKey: ["people", "team", "invite", code], queryFn: () => previewTeamInvite(code) });
}

export function useCoaches(clientId: string): UseQueryResult<Coaches> {
  return useQuery({
    queryKey: ["people", "coaches", clientId],
    queryFn: () => fetchCoaches(clientId),
  });
}

/** Everything is loaded again, because who sees which client may have changed. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => queryClient.invalidateQueries() });
}

export const useCreateTeam = () =>
  useChange(({ name, withClients }: { name: string; withClients: boolean }) => createTeam(name, withClients));

export const useSaveTeam = (team: Team) =>
  useChange(async ({ name, ...settings }: TeamSettings & { name: string }) => {
    if (name !== team.name) await renameTeam(team.id, name, team.version);
    await changeTeamSettings(team.id, settings);
  });

export const useInviteToTeam = () => useChange(inviteToTeam);

export const useWithdrawInvite = () => useChange(withdrawTeamInvite);

export const useAcceptTeamInvite = () =>
  useChange(({ code, withClients }: { code: string; withClients: boolean }) =>
    acceptTeamInvite(code, withClients),
  );

export const useSetTeamRole = () =>
  useChange(({ userId, role }: { userId: string; role: TeamRole }) => setTeamRole(userId, role));

export const useRemoveMember = () =>
  useChange(({ userId, takeOver }: { userId: string; takeOver: string | null }) =>
    removeTeamMember(userId, takeOver),
  );

export const useLeaveTeam = () => useChange(() => leaveTeam());

export const useBringClients = () => useChange(() => bringClients());

export const useShareClient = (clientId: string) =>
  useChange((userId: string) => shareClient(clientId, userId));

export const useUnshareClient = (clientId: string) =>
  useChange((userId: string) => unshareClient(clientId, userId));
