-- people: who may see a client and act for them. No other file compares coach_id or user_id with the caller: how teams
-- share clients is to be added here.

-- The functions that return ids return arrays: an index answers `client_id = any ((select private.my_client_ids())::uuid[])`,
-- while `in (select ...)` would read other people's rows and filter them out. The arrays are sorted because each look-up
-- sorts its keys. The functions are in plpgsql, which keeps their plans.

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
  return array(select id from public.clients where coach_id = v_user order by id);
end;
$$;

comment on function private.my_coached_client_ids() is 'Ids of the clients the caller coaches.';
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
  -- Not a call of the two functions above, because policies ask for this on every statement.
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_client_ids() is 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';
grant execute on function private.my_client_ids() to authenticated;


create function private.my_acquaintance_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
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
  );
end;
$$;

comment on function private.my_acquaintance_ids() is 'Accounts whose profile the caller may read: their own, those of their clients, that of their coach.';
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


create function private.my_role(p_client public.clients)
returns public.profile_role
language plpgsql
stable
set search_path = ''
as $$
begin
  return case auth.uid() when p_client.user_id then 'client' when p_client.coach_id then 'coach' end;
end;
$$;

comment on function private.my_role(public.clients) is 'Whether the caller is the client or coaches them; null for everybody else. In the condition of a locking select it is asked again once the lock is held. Not for policies: they compare with the ids above.';
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


-- A policy of clients cannot use the ids above: they do not yet contain a row that is being inserted.

create policy "Coaches read their clients, clients read themselves" on public.clients
  for select to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()));

create policy "Coaches add clients" on public.clients
  for insert to authenticated
  with check (coach_id = (select auth.uid()) and (select private.am_coach()));

create policy "Coaches and the client keep the client's details up to date" on public.clients
  for update to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()))
  with check (coach_id = (select auth.uid()) or user_id = (select auth.uid()));
