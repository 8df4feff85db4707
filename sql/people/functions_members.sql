-- people: roles in a team, and what happens to the clients of somebody who goes.

create function private.own_clients_in_team(p_user_id uuid)
returns uuid[]
language sql
stable
set search_path = ''
return array(select id from public.clients where coach_id = p_user_id and team_id is not null order by id);

comment on function private.own_clients_in_team(uuid) is 'Ids of the clients whom a member coaches for the team.';


create function private.refuse_last_owner(p_team_id uuid, p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not exists (select from public.team_members m where m.team_id = p_team_id and m.user_id <> p_user_id and m.role = 'owner') then
    perform private.refuse('PT409', 'last_owner', 'A team needs an owner', 'Make somebody else an owner first.');
  end if;
end;
$$;

comment on function private.refuse_last_owner(uuid, uuid) is 'Refuses to take the role from the only owner.';


create function private.member_role(p_team_id uuid, p_user_id uuid)
returns public.team_role
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_role public.team_role;
begin
  select m.role into v_role from public.team_members m where m.team_id = p_team_id and m.user_id = p_user_id;
  if v_role is null then
    perform private.refuse('PT404', 'no_such_member', 'No such member', 'Name somebody of your team.');
  end if;
  return v_role;
end;
$$;

comment on function private.member_role(uuid, uuid) is 'The role of a member. Refuses somebody who is not in the team.';


create function private.set_team_role(p_user_id uuid, p_role public.team_role)
returns void
language plpgsql
security definer -- writes team_members, which no API role may
set search_path = ''
as $$
declare
  v_team    uuid := private.lock_my_team('{owner}');
  v_old     public.team_role := private.member_role(v_team, p_user_id);
  v_clients uuid[];
begin
  if p_role is null then
    perform private.refuse('PT422', 'role_missing', 'A role is missing', 'Give owner, admin, trainer or member.');
  end if;
  if v_old = 'owner' and p_role <> 'owner' then
    perform private.refuse_last_owner(v_team, p_user_id);
  end if;
  perform from public.profiles p where p.id = p_user_id for no key update; -- adding a client and a change of role wait
  if p_role = 'member' then
    v_clients := private.own_clients_in_team(p_user_id);
    if v_clients <> '{}' then
      perform private.refuse_clients_left(cardinality(v_clients));
    end if;
    perform private.end_shares_of(p_user_id);
  elsif not exists (select from public.profiles p where p.id = p_user_id and p.role = 'coach') then
    perform private.refuse('PT409', 'member_is_no_coach', 'This member did not sign up as a coach', 'Have them take the role of a coach in their account first.');
  end if;
  update public.team_members m set role = p_role where m.team_id = v_team and m.user_id = p_user_id;
end;
$$;

comment on function private.set_team_role(uuid, public.team_role) is 'Body of public.set_team_role.';
grant execute on function private.set_team_role(uuid, public.team_role) to authenticated;


create function private.refuse_clients_left(p_count integer)
returns void
language sql
set search_path = ''
return private.refuse(
  'PT409', 'member_has_clients', format('There are %s clients whom somebody else must take over', p_count), 'Name a coach of the team in take_over.',
  jsonb_build_object('count', p_count)
);

comment on function private.refuse_clients_left(integer) is 'Refuses to leave clients of a team without a coach.';


create function private.end_shares_of(p_user_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_client_id uuid;
begin
  -- Waits for what they are writing; what they write afterwards is refused.
  for v_client_id in select s.client_id from public.client_shares s where s.user_id = p_user_id order by 1 loop
    perform private.lock_client_exclusive(v_client_id);
  end loop;
  delete from public.client_shares s where s.user_id = p_user_id;
end;
$$;

comment on function private.end_shares_of(uuid) is 'Ends all that is shared with a member.';


create function public.set_team_role(user_id uuid, role public.team_role)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.set_team_role(user_id, role)
$$;

comment on function public.set_team_role(uuid, public.team_role) is 'Changes the role of a member of the caller''s team. Owner only. PT403 the caller is no owner, PT404 not in the team, PT409 the last owner, a member who coaches clients of the team, or one who is no coach.';
grant execute on function public.set_team_role(uuid, public.team_role) to authenticated;


create function private.end_membership(p_team_id uuid, p_user_id uuid, p_take_over uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_limit   integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
  v_clients uuid[];
  v_client  uuid;
begin
  -- The profiles first, because adding a client locks the coach's, so that no client is added meanwhile.
  perform from public.profiles p where p.id in (p_user_id, p_take_over) order by p.id for no key update;
  v_clients := private.own_clients_in_team(p_user_id);
  if v_clients <> '{}' then
    if p_take_over is null then
      perform private.refuse_clients_left(cardinality(v_clients));
    end if;
    if not exists (
      select from public.team_members m
      where m.team_id = p_team_id and m.user_id = p_take_over and m.user_id <> p_user_id and m.role <> 'member'
    ) then
      perform private.refuse('PT422', 'take_over', 'Only another coach of the team can take over', 'Name an owner, an admin or a trainer of the team.');
    end if;
    if exists (select from public.clients c where c.id = any (v_clients) and c.user_id = p_take_over) then
      perform private.refuse('PT422', 'take_over_self', 'Nobody coaches themselves', 'Name somebody who is not one of these clients.');
    end if;
    if cardinality(v_clients) + (select count(*) from public.clients c where c.coach_id = p_take_over) > v_limit then
      perform private.refuse(
        'PT409', 'too_many_clients', format('A coach has at most %s clients', v_limit),
        'End the coaching of some clients or erase them, or ask the operator to raise the limit.', jsonb_build_object('limit', v_limit)
      );
    end if;
    foreach v_client in array v_clients loop
      perform private.lock_client_exclusive(v_client);
    end loop;
    update public.clients c set coach_id = p_take_over where c.id = any (v_clients);
  end if;
  perform private.end_shares_of(p_user_id);
  delete from public.team_members m where m.team_id = p_team_id and m.user_id = p_user_id;
end;
$$;

comment on function private.end_membership(uuid, uuid, uuid) is 'Takes somebody out of a team, having another member take over the clients whom they coach for it. Their clients of before stay theirs.';


create function private.remove_team_member(p_user_id uuid, p_take_over uuid)
returns void
language plpgsql
security definer -- writes team_members and coach_id, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := private.lock_my_team('{owner,admin}');
begin
  if private.member_role(v_team, p_user_id) in ('owner', 'admin') and p_user_id <> all (private.my_account_ids()) then
    perform private.lock_my_team('{owner}');
  end if;
  if private.member_role(v_team, p_user_id) = 'owner' then
    perform private.refuse_last_owner(v_team, p_user_id);
  end if;
  perform private.end_membership(v_team, p_user_id, p_take_over);
end;
$$;

comment on function private.remove_team_member(uuid, uuid) is 'Body of public.remove_team_member.';
grant execute on function private.remove_team_member(uuid, uuid) to authenticated;


create function public.remove_team_member(user_id uuid, take_over uuid default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.remove_team_member(user_id, take_over)
$$;

comment on function public.remove_team_member(uuid, uuid) is 'Takes a member out of the caller''s team. take_over coaches their clients of the team from then on. Owners remove anybody, admins trainers and members. PT403, PT404 not in the team, PT409 member_has_clients with how many if nobody is named, the last owner, or too many clients, PT422 take_over is no other coach of the team.';
grant execute on function public.remove_team_member(uuid, uuid) to authenticated;


create function private.leave_team()
returns void
language plpgsql
security definer -- writes team_members and teams, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_team uuid := private.lock_my_team(enum_range(null::public.team_role));
begin
  if (select count(*) from public.team_members m where m.team_id = v_team) = 1 then
    delete from public.teams t where t.id = v_team; -- the clients stay their coach's
    return;
  end if;
  if private.member_role(v_team, v_user) = 'owner' then
    perform private.refuse_last_owner(v_team, v_user);
  end if;
  perform private.end_membership(v_team, v_user, null);
end;
$$;

comment on function private.leave_team() is 'Body of public.leave_team.';
grant execute on function private.leave_team() to authenticated;


create function public.leave_team()
returns void
language sql
volatile
set search_path = ''
as $$
  select private.leave_team()
$$;

comment on function public.leave_team() is 'Takes the caller out of their team. The last member closes it and keeps their clients. PT409 no team, the last owner, or member_has_clients: an owner or admin removes who has clients, and names who takes over.';
grant execute on function public.leave_team() to authenticated;
