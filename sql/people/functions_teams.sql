-- people: a coach opens a team and others join it by a code.

create function private.lock_my_team(p_roles public.team_role[])
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_team uuid := (private.my_team_ids())[1];
begin
  perform from public.teams t where t.id = v_team for update; -- calls about one team wait for each other
  if v_team is null or v_team = any (private.my_team_ids()) is not true then
    perform private.refuse('PT409', 'no_team', 'You are not in a team', 'Open one, or accept an invite to one.');
  end if;
  if private.my_team_role() <> all (p_roles) then
    perform private.refuse('PT403', 'team_role', 'Your role in the team does not allow this', 'Ask an owner or admin of the team.');
  end if;
  return v_team;
end;
$$;

comment on function private.lock_my_team(public.team_role[]) is 'The team of the caller, locked until the transaction ends. Refuses those without a team and those with another role.';


create function private.join_team(p_team_id uuid, p_role public.team_role, p_with_clients boolean)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
begin
  perform from public.profiles p where p.id = v_user for no key update; -- a change of role and another team wait for this
  if private.my_team_ids() <> '{}' then
    perform private.refuse('PT409', 'already_in_team', 'You are in a team', 'Leave it first.');
  end if;
  if p_role <> 'member' and not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_coach', 'Only a coach can have this role', 'Sign up as a coach, or ask for an invite as a member.');
  end if;
  insert into public.team_members (team_id, user_id, role) values (p_team_id, v_user, p_role);
  if p_with_clients and p_role <> 'member' then
    update public.clients c set team_id = p_team_id where private.am_coach_of(c);
  end if;
end;
$$;

comment on function private.join_team(uuid, public.team_role, boolean) is 'Makes the caller a member of a team. p_with_clients: their clients belong to it from now on, as all do that they add later.';


create function private.create_team(p_name text, p_with_clients boolean)
returns uuid
language plpgsql
security definer -- writes teams, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_team uuid;
begin
  insert into public.teams (name) values (btrim(p_name)) returning id into v_team;
  perform private.join_team(v_team, 'owner', p_with_clients);
  insert into public.team_settings (team_id, locale) select v_team, p.locale from public.profiles p where p.id = v_user;
  return v_team;
end;
$$;

comment on function private.create_team(text, boolean) is 'Body of public.create_team.';
grant execute on function private.create_team(text, boolean) to authenticated;


create function public.create_team(name text, with_clients boolean default true)
returns uuid
language sql
set search_path = ''
return private.create_team(name, with_clients);

comment on function public.create_team(text, boolean) is 'Opens a team with the caller as its owner and returns its id. with_clients: the caller''s clients belong to it from now on. PT403 the caller is no coach, PT409 they are in a team, PT422 the name is empty or longer than 100 characters.';
grant execute on function public.create_team(text, boolean) to authenticated;


create function private.bring_clients()
returns integer
language plpgsql
security definer -- sets team_id, which no API role may
set search_path = ''
as $$
declare
  v_team  uuid := private.lock_my_team('{owner,admin,trainer}');
  v_count integer;
begin
  update public.clients c set team_id = v_team where private.am_coach_of(c) and c.team_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function private.bring_clients() is 'Body of public.bring_clients.';
grant execute on function private.bring_clients() to authenticated;


create function public.bring_clients()
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.bring_clients()
$$;

comment on function public.bring_clients() is 'Makes the clients whom the caller had before joining the team clients of the team; returns how many. PT409 the caller is in no team, PT403 they do not coach in it.';
grant execute on function public.bring_clients() to authenticated;


create function private.invite_to_team(p_role public.team_role)
returns table (code text, expires_at timestamptz)
language plpgsql
security definer -- writes team_invites, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := private.lock_my_team(case p_role when 'admin' then '{owner}' else '{owner,admin}' end::public.team_role[]);
  v_code text := private.new_invite_code();
begin
  if p_role is null or p_role = 'owner' then
    perform private.refuse('PT422', 'invite_role', 'Nobody is invited as an owner', 'Invite an admin, a trainer or a member; an owner can change the role later.');
  end if;
  perform private.limit_members(v_team);
  return query
  insert into public.team_invites as i (team_id, role, created_by, code_hash)
  values (v_team, p_role, (select auth.uid()), private.hash_invite_code(v_code))
  returning v_code, i.expires_at;
end;
$$;

comment on function private.invite_to_team(public.team_role) is 'Body of public.invite_to_team.';
grant execute on function private.invite_to_team(public.team_role) to authenticated;


create function private.limit_members(p_team_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'members_per_team'), 100);
begin
  if (select count(*) from public.team_members m where m.team_id = p_team_id)
    + (select count(*) from public.team_invites i where i.team_id = p_team_id and i.accepted_at is null and i.expires_at > now()) >= v_limit then
    perform private.refuse(
      'PT409', 'too_many_members', format('A team has at most %s members and open invites', v_limit), 'Withdraw invites that nobody needs.',
      jsonb_build_object('limit', v_limit)
    );
  end if;
end;
$$;

comment on function private.limit_members(uuid) is 'Refuses a team that has no room for another member, counting open invites. Call it with the team locked.';


create function public.invite_to_team(role public.team_role)
returns table (code text, expires_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.invite_to_team(role)
$$;

comment on function public.invite_to_team(public.team_role) is 'Makes a one-time code, valid for 14 days, with which an account joins the caller''s team as admin, trainer or member. Shown once. Owners invite anybody, admins trainers and members. PT403 another role, PT409 no team or too many members, PT422 owner.';
grant execute on function public.invite_to_team(public.team_role) to authenticated;


create function private.refuse_closed_team_invite(p_invite public.team_invites)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_invite.id is null then
    perform private.refuse('PT404', 'team_invite_unknown', 'This invite code is not known', 'Check the code, or ask the team for a new one.');
  end if;
  if p_invite.accepted_at is not null then
    perform private.refuse('PT410', 'team_invite_used', 'This invite code has been used', 'Ask the team for a new one.');
  end if;
  if p_invite.expires_at <= now() then
    perform private.refuse('PT410', 'team_invite_expired', 'This invite code has expired', 'Ask the team for a new one.');
  end if;
end;
$$;

comment on function private.refuse_closed_team_invite(public.team_invites) is 'Refuses an invite that is unknown, used or expired.';


create function private.preview_team_invite(p_code text)
returns table (team_name text, invited_by text, role public.team_role, expires_at timestamptz)
language plpgsql
volatile -- refuses
security definer -- whoever asks is not signed in, and nobody reads the invites of others
set search_path = ''
as $$
declare
  v_invite public.team_invites;
begin
  select * into v_invite from public.team_invites i where i.code_hash = private.hash_invite_code(p_code);
  perform private.refuse_closed_team_invite(v_invite);
  return query
  select t.name, p.full_name, v_invite.role, v_invite.expires_at
  from public.teams t
  join public.profiles p on p.id = v_invite.created_by
  where t.id = v_invite.team_id;
end;
$$;

comment on function private.preview_team_invite(text) is 'Body of public.preview_team_invite.';
grant execute on function private.preview_team_invite(text) to anon, authenticated;


create function public.preview_team_invite(code text)
returns table (team_name text, invited_by text, role public.team_role, expires_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_team_invite(code)
$$;

comment on function public.preview_team_invite(text) is 'To which team a code invites, before signing up. It is open to those not signed in, because a code has 60 random bits and every wrong one gets the same answer. PT404 unknown, PT410 used or expired.';
grant execute on function public.preview_team_invite(text) to anon, authenticated;


create function private.accept_team_invite(p_code text, p_with_clients boolean)
returns uuid
language plpgsql
security definer -- writes team_members, which no API role may
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.team_invites;
begin
  -- Locks the team before the invite, in the order of private.invite_to_team.
  perform from public.teams t
  where t.id = (select i.team_id from public.team_invites i where i.code_hash = private.hash_invite_code(p_code))
  for update;
  select * into v_invite from public.team_invites i where i.code_hash = private.hash_invite_code(p_code) for update;
  if v_invite.accepted_by = v_user then
    return v_invite.team_id; -- a repeated request: the first answer may have been lost
  end if;
  perform private.refuse_closed_team_invite(v_invite);
  perform private.join_team(v_invite.team_id, v_invite.role, p_with_clients);
  update public.team_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.team_id;
end;
$$;

comment on function private.accept_team_invite(text, boolean) is 'Body of public.accept_team_invite.';
grant execute on function private.accept_team_invite(text, boolean) to authenticated;


create function public.accept_team_invite(code text, with_clients boolean default false)
returns uuid
language sql
set search_path = ''
return private.accept_team_invite(code, with_clients);

comment on function public.accept_team_invite(text, boolean) is 'Makes the caller a member of the team that the code was made for, in the role of the invite, and returns the team''s id. with_clients: their clients belong to it from now on; otherwise only those they add later. PT403 the role needs a coach, PT404 unknown, PT409 the caller is in a team, PT410 used or expired.';
grant execute on function public.accept_team_invite(text, boolean) to authenticated;
