-- people: who may see a client and act for them. No other file compares coach_id or user_id with the caller.
--
-- A client is coached by their own coach, by the trainers of the team with whom the client is shared, and by the owners
-- and admins of the team. All of them see the client and act for them as a coach; what only the own coach may do asks
-- private.am_coach_of.

-- The functions that return ids return arrays: an index answers `client_id = any ((select private.my_client_ids())::uuid[])`,
-- while `in (select ...)` would read other people's rows and filter them out. The arrays are sorted because each look-up
-- sorts its keys. The functions are in plpgsql, which keeps their plans.

create function private.my_team_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_team uuid;
  v_role public.team_role;
begin
  select team_id, role into v_team, v_role from public.team_members where user_id = v_user;
  if v_team is null or v_role = 'member' then
    return '{}';
  end if;
  return array(
    select s.client_id from public.client_shares s where s.user_id = v_user
    union
    select c.id from public.clients c
    where v_role <> 'trainer' and c.team_id = v_team and c.coach_id <> v_user and c.user_id is distinct from v_user
    order by 1
  );
end;
$$;

comment on function private.my_team_client_ids() is 'Ids of the clients of other coaches whom the caller coaches too: shared with them, or of the team that they own or administer.';
grant execute on function private.my_team_client_ids() to authenticated;


create function private.my_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return array(select team_id from public.team_members where user_id = auth.uid());
end;
$$;

comment on function private.my_team_ids() is 'Id of the team the caller is a member of, if any.';
grant execute on function private.my_team_ids() to authenticated;


create function private.my_team_role()
returns public.team_role
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return (select role from public.team_members where user_id = auth.uid());
end;
$$;

comment on function private.my_team_role() is 'The role of the caller in their team, if any.';


create function private.my_managed_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.team_members without its policies
set search_path = ''
as $$
begin
  return array(select team_id from public.team_members where user_id = auth.uid() and role in ('owner', 'admin'));
end;
$$;

comment on function private.my_managed_team_ids() is 'Id of the team the caller owns or administers, if any.';
grant execute on function private.my_managed_team_ids() to authenticated;


create function private.my_visible_team_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
begin
  return private.my_team_ids()
    || array(select team_id from public.clients where user_id = auth.uid() and team_id is not null);
end;
$$;

comment on function private.my_visible_team_ids() is 'Ids of the teams whose name and colour the caller sees: their own, and that of their coach.';
grant execute on function private.my_visible_team_ids() to authenticated;


create function private.my_coached_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id)
    || case
      when exists (select from public.team_members where user_id = v_user and role <> 'member') then private.my_team_client_ids() else '{}'
    end;
end;
$$;

comment on function private.my_coached_client_ids() is 'Ids of the clients the caller coaches: their own and those of private.my_team_client_ids.';
grant execute on function private.my_coached_client_ids() to authenticated;


create function private.my_own_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_own_client_ids() is 'Id of the client the caller is, if any.';
grant execute on function private.my_own_client_ids() to authenticated;


create function private.my_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  -- One query, and a call only for those with a team, because policies ask for this on every statement.
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user)
    || case
      when exists (select from public.team_members where user_id = v_user and role <> 'member') then private.my_team_client_ids() else '{}'
    end;
end;
$$;

comment on function private.my_client_ids() is 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';
grant execute on function private.my_client_ids() to authenticated;


create function private.my_acquaintance_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(
    select v_user
    union all
    select user_id from public.clients where coach_id = v_user and user_id is not null
    union all
    select coach_id from public.clients where user_id = v_user and coach_id is not null
    union all
    select user_id from public.clients where id = any ((select private.my_team_client_ids())::uuid[]) and user_id is not null
    union all
    select user_id from public.team_members where team_id = any ((select private.my_team_ids())::uuid[])
    union all -- those who coach the caller beside the coach
    select s.user_id from public.clients c join public.client_shares s on s.client_id = c.id where c.user_id = v_user
    union all
    select m.user_id from public.clients c join public.team_members m on m.team_id = c.team_id and m.role in ('owner', 'admin')
    where c.user_id = v_user
  );
end;
$$;

comment on function private.my_acquaintance_ids() is 'Accounts whose profile the caller may read: their own, those of the clients they coach, of those who coach them, and of their team.';
grant execute on function private.my_acquaintance_ids() to authenticated;


create function private.my_account_ids()
returns uuid[]
language sql
stable
set search_path = ''
return array[auth.uid()];

comment on function private.my_account_ids() is 'Accounts whose records the caller may read after the client is gone: their own.';
grant execute on function private.my_account_ids() to authenticated;


create function private.my_topics()
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(
    select 'user:' || id from unnest(private.my_account_ids()) id
    union all
    select 'client:' || id from unnest(private.my_client_ids()) id
  )
$$;

comment on function private.my_topics() is 'Topics of Realtime that the caller may hear: what is for them, and of the clients they coach or are.';
grant execute on function private.my_topics() to authenticated;


create function private.am_coach()
returns boolean
language sql
stable
security definer -- reads public.profiles without its policies
set search_path = ''
return exists (select from public.profiles where id = (select auth.uid()) and role = 'coach');

comment on function private.am_coach() is 'Whether the caller signed up as a coach.';
grant execute on function private.am_coach() to authenticated;


create function private.coaches_for_team(p_client public.clients)
returns boolean
language plpgsql
stable
security definer -- reads people's tables without their policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return exists (
      select from public.client_shares s
      join public.team_members m on m.user_id = s.user_id and m.role <> 'member'
      where s.user_id = v_user and s.client_id = p_client.id
    )
    or p_client.team_id = any (private.my_managed_team_ids());
end;
$$;

comment on function private.coaches_for_team(public.clients) is 'private.my_team_client_ids for one client, of whom the caller is neither the coach nor the account.';
grant execute on function private.coaches_for_team(public.clients) to authenticated, service_role;


create function private.am_coach_of(p_client public.clients)
returns boolean
language sql
stable
set search_path = ''
return coalesce(p_client.coach_id = auth.uid(), false);

comment on function private.am_coach_of(public.clients) is 'Whether the caller is the client''s own coach, as nobody is for the team.';
grant execute on function private.am_coach_of(public.clients) to authenticated;


create function private.have_clients()
returns boolean
language sql
stable
security definer -- reads public.clients without its policies
set search_path = ''
return exists (select from public.clients where coach_id = auth.uid());

comment on function private.have_clients() is 'Whether the caller is the own coach of anybody.';
grant execute on function private.have_clients() to authenticated;


create function private.my_role(p_client public.clients)
returns public.profile_role
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_client.user_id = auth.uid() then 'client'
    when p_client.coach_id = auth.uid() then 'coach'
    when private.coaches_for_team(p_client) then 'coach'
  end;
end;
$$;

comment on function private.my_role(public.clients) is 'Whether the caller is the client or coaches them; null for everybody else. In the condition of a locking select the row is asked again once the lock is held; what ends a share waits for private.lock_client_exclusive instead. Not for policies: they compare with the ids above.';
grant execute on function private.my_role(public.clients) to authenticated, service_role;


create function private.lock_client_exclusive(p_client_id uuid)
returns void
language sql
set search_path = ''
return pg_advisory_xact_lock(hashtextextended('client ' || p_client_id, 0));

comment on function private.lock_client_exclusive(uuid) is 'Waits for transactions that write about a client, and keeps later ones waiting until this one ends. Call it before locking the row: row locks are not queued fairly, so a stream of writers could hold the row for ever.';


create function private.lock_client_shared(p_client_id uuid)
returns public.clients
language plpgsql
security definer -- a row lock needs the right to change the row, which the functions' key does not have
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if auth.uid() is not null then
    if not exists (select from public.clients c where c.id = p_client_id and private.my_role(c) is not null) then
      return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0));
  elsif auth.role() is not distinct from 'authenticated' then
    return null; -- a token without a user belongs neither to the functions nor to the owner
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (auth.uid() is null or private.my_role(c) is not null)
  for key share;
  return v_client;
end;
$$;

comment on function private.lock_client_shared(uuid) is 'Returns the client and keeps the row until the transaction ends, as a foreign key to it does. Null if the caller cannot see the client. Waits for private.lock_client_exclusive, and therefore sees the result of an erasure or of the end of a coaching.';
grant execute on function private.lock_client_shared(uuid) to authenticated, service_role;


-- A policy of clients cannot use all the ids above: they do not yet contain a row that is being inserted.

create policy "Those who coach read their clients, clients read themselves" on public.clients
  for select to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]));

create policy "Coaches add clients" on public.clients
  for insert to authenticated
  with check (coach_id = (select auth.uid()) and (select private.am_coach()));

create policy "Those who coach and the client keep the details up to date" on public.clients
  for update to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]))
  with check (coach_id = (select auth.uid()) or user_id = (select auth.uid()) or id = any ((select private.my_team_client_ids())::uuid[]));
