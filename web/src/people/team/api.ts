import type { Enum, Row } from "../../foundation/database";
import { unwrap } from "../../foundation/request";
import { supabase } from "../../foundation/supabase";

export type TeamRole = Enum<"team_role">;
export type TeamSettings = Pick<Row<"team_settings">, "colour" | "timezone" | "locale" | "version">;

export interface Member {
  id: string;
  /** As they call themselves. It may be empty. */
  name: string;
  role: TeamRole;
}

/** The team of the signed-in account. */
export interface Team {
  id: string;
  name: string;
  version: number;
  settings: TeamSettings;
  members: Member[];
  myRole: TeamRole;
}

export interface TeamInvite {
  id: string;
  role: TeamRole;
  expires_at: string;
}

export interface Invitation {
  code: string;
  expires_at: string;
}

/** Null for an account without a team. */
export async function fetchTeam(userId: string): Promise<Team | null> {
  const teams = await unwrap(
    supabase()
      .from("teams")
      .select(
        "id, name, version, settings:team_settings(colour, timezone, locale, version), members:team_members(user_id, role, profile:profiles(full_name))",
      )
      .order("joined_at", { referencedTable: "members" }),
  );
  for (const { id, name, version, settings, members } of teams) {
    const mine = members.find(({ user_id }) => user_id === userId);
    if (!mine || !settings) continue; // the team of the account's own coach
    return {
      id,
      name,
      version,
      settings,
      myRole: mine.role,
      members: members.map(({ user_id, role, profile }) => ({
        id: user_id,
        name: profile.full_name,
        role,
      })),
    };
  }
  return null;
}

export async function createTeam(name: string, withClients: boolean): Promise<void> {
  await unwrap(supabase().rpc("create_team", { name, with_clients: withClients }));
}

/** `version` is the one that was seen: a change of an old one is refused. */
export async function renameTeam(teamId: string, name: string, version: number): Promise<void> {
  await unwrap(supabase().from("teams").update({ name, version }).eq("id", teamId));
}

export async function changeTeamSettings(teamId: string, settings: TeamSettings): Promise<void> {
  await unwrap(supabase().from("team_settings").update(settings).eq("team_id", teamId));
}

export async function fetchTeamInvites(): Promise<TeamInvite[]> {
  return unwrap(
    supabase()
      .from("team_invites")
      .select("id, role, expires_at")
      .is("accepted_at", null)
      .gt("expires_at", new Date().toISOString())
      .order("created_at"),
  );
}

export async function inviteToTeam(role: TeamRole): Promise<Invitation> {
  const [invitation] = await unwrap(supabase().rpc("invite_to_team", { role }));
  if (!invitation) throw new Error("invite_to_team returned nothing");
  return invitation;
}

export async function withdrawTeamInvite(id: string): Promise<void> {
  await unwrap(supabase().from("team_invites").delete().eq("id", id));
}

export interface TeamInvitePreview {
  team_name: string;
  invited_by: string;
  role: TeamRole;
  expires_at: string;
}

/** To which team a code invites. Also for those not signed in. Refused when the code cannot be accepted. */
export async function previewTeamInvite(code: string): Promise<TeamInvitePreview> {
  const [preview] = await unwrap(supabase().rpc("preview_team_invite", { code }));
  if (!preview) throw new Error("preview_team_invite returned nothing");
  return preview;
}

export async function acceptTeamInvite(code: string, withClients: boolean): Promise<void> {
  await unwrap(supabase().rpc("accept_team_invite", { code, with_clients: withClients }));
}

export async function setTeamRole(userId: string, role: TeamRole): Promise<void> {
  await unwrap(supabase().rpc("set_team_role", { user_id: userId, role }));
}

/** `takeOver` coaches the member's clients from then on. */
export async function removeTeamMember(userId: string, takeOver: string | null): Promise<void> {
  await unwrap(
    supabase().rpc("remove_team_member", { user_id: userId, ...(takeOver && { take_over: takeOver }) }),
  );
}

export async function leaveTeam(): Promise<void> {
  await unwrap(supabase().rpc("leave_team"));
}

/** How many clients the coach had before joining and has not brought along. */
export async function countPrivateClients(coachId: string): Promise<number> {
  const rows = await unwrap(
    supabase().from("clients").select("id").eq("coach_id", coachId).is("team_id", null),
  );
  return rows.length;
}

export async function bringClients(): Promise<void> {
  await unwrap(supabase().rpc("bring_clients"));
}

/** Who coaches a client: their own coach, and those with whom they are shared. */
export interface Coaches {
  teamId: string | null;
  coach: { id: string; name: string } | null;
  shares: { id: string; name: string }[];
}

export async function fetchCoaches(clientId: string): Promise<Coaches> {
  const client = await unwrap(
    supabase()
      .from("clients")
      .select(
        "team_id, coach:profiles!clients_coach_id_fkey(id, full_name), shares:client_shares(profile:profiles!client_shares_user_id_fkey(id, full_name))",
      )
      .eq("id", clientId)
      .single(),
  );
  const named = ({ id, full_name }: { id: string; full_name: string }) => ({ id, name: full_name });
  return {
    teamId: client.team_id,
    coach: client.coach && named(client.coach),
    shares: client.shares.map(({ profile }) => named(profile)),
  };
}

export async function shareClient(clientId: string, userId: string): Promise<void> {
  await unwrap(supabase().rpc("share_client", { client_id: clientId, user_id: userId }));
}

export async function unshareClient(clientId: string, userId: string): Promise<void> {
  await unwrap(supabase().rpc("unshare_client", { client_id: clientId, user_id: userId }));
}
