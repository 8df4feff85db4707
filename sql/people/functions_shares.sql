-- people: a client is shared with another trainer of the team.

create function private.lock_client_to_share(p_client_id uuid)
returns public.clients
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  perform from public.teams t where t.id = any (private.my_team_ids()) for update; -- waits for who comes and goes
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_client_exclusive(p_client_id); -- waits for what a trainer is writing
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and private.my_role(c) is not null
  for no key update;
  if not found then
    perform private.refuse_client();
  end if;
  return v_client;
end;
$$;

comment on function private.lock_client_to_share(uuid) is 'A client whom the caller sees, locked against what others write about them.';


create function private.share_client(p_client_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes client_shares, which no API role may
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_client public.clients := private.lock_client_to_share(p_client_id);
begin
  if not private.am_coach_of(v_client) and v_client.team_id = any (private.my_managed_team_ids()) is not true then
    perform private.refuse('PT403', 'not_your_client', 'Only the client''s own coach shares them', 'Ask the coach, or an owner or admin of the team.');
  end if;
  if v_client.team_id is null then
    perform private.refuse('PT409', 'client_not_in_team', 'This client does not belong to a team', 'Open a team or join one, and bring the client along.');
  end if;
  if not exists (
    select from public.team_members m
    where m.team_id = v_client.team_id and m.user_id = p_user_id and m.role <> 'member'
      and m.user_id <> v_client.coach_id and m.user_id is distinct from v_client.user_id
  ) then
    perform private.refuse('PT422', 'share_with', 'A client is shared with another coach of the team', 'Name an owner, an admin or a trainer of the team.');
  end if;
  insert into public.client_shares (client_id, user_id, shared_by) values (p_client_id, p_user_id, v_user)
  on conflict do nothing;
end;
$$;

comment on function private.share_client(uuid, uuid) is 'Body of public.share_client.';
grant execute on function private.share_client(uuid, uuid) to authenticated;


create function public.share_client(client_id uuid, user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.share_client(client_id, user_id)
$$;

comment on function public.share_client(uuid, uuid) is 'Has another coach of the team coach a client too: they see and do what the own coach does, but for the invite, the archive, the end of the coaching, the erasure, and health. By the own coach, or an owner or admin of the team. PT403, PT404 unknown client, PT409 the client is in no team, PT422 not a coach of the team.';
grant execute on function public.share_client(uuid, uuid) to authenticated;


create function private.unshare_client(p_client_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes client_shares, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_to_share(p_client_id);
begin
  if private.am_coach_of(v_client) or private.my_role(v_client) = 'client' or p_user_id = any (private.my_account_ids())
    or v_client.team_id = any (private.my_managed_team_ids()) then
    delete from public.client_shares s where s.client_id = p_client_id and s.user_id = p_user_id;
    return;
  end if;
  perform private.refuse('PT403', 'not_your_client', 'Only the client''s own coach shares them', 'Ask the coach, or an owner or admin of the team.');
end;
$$;

comment on function private.unshare_client(uuid, uuid) is 'Body of public.unshare_client.';
grant execute on function private.unshare_client(uuid, uuid) to authenticated;


create function public.unshare_client(client_id uuid, user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.unshare_client(client_id, user_id)
$$;

comment on function public.unshare_client(uuid, uuid) is 'Ends a share at once: by the own coach, an owner or admin of the team, the client, or the trainer it is with. Does nothing where nothing is shared. PT403, PT404 unknown client.';
grant execute on function public.unshare_client(uuid, uuid) to authenticated;
