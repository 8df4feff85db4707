-- people: whose data the caller may see.

-- Arrays, since `client_id = any ((select private.my_client_ids())::uuid[])` can be looked up in an index: a policy that
-- only filters (`in (select ...)`) reads other people's rows to throw them away. Sorted, since every look-up sorts them.
-- In plpgsql, which keeps its plan.

create function private.my_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its own policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_client_ids() is
  'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';
revoke execute on function private.my_client_ids() from public, anon;
grant execute on function private.my_client_ids() to authenticated;


create function private.my_coached_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its own policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id);
end;
$$;

comment on function private.my_coached_client_ids() is 'Ids of the clients the caller coaches.';
revoke execute on function private.my_coached_client_ids() from public, anon;
grant execute on function private.my_coached_client_ids() to authenticated;


create function private.my_own_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its own policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_own_client_ids() is 'Id of the client the caller is, if any.';
revoke execute on function private.my_own_client_ids() from public, anon;
grant execute on function private.my_own_client_ids() to authenticated;


create function private.wait_for_writers(p_client_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended('client ' || p_client_id, 0))
$$;

comment on function private.wait_for_writers(uuid) is
  'Waits for who is writing about a client, ahead of who comes later, and keeps those out until the transaction ends. To be asked before the row is locked: locks of rows know no order, and many who write in turns would never let it go.';
revoke execute on function private.wait_for_writers(uuid) from public, anon, authenticated, service_role;


create function private.hold_client(p_client_id uuid)
returns public.clients
language plpgsql
volatile
security definer -- a row lock wants the right to change the row, which the functions' key does not have
set search_path = ''
as $$
declare
  v_user   uuid := auth.uid();
  v_client public.clients;
begin
  if v_user is not null then
    if not exists (select from public.clients c where c.id = p_client_id and v_user in (c.coach_id, c.user_id)) then
      return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0)); -- private.wait_for_writers
  elsif auth.role() is not distinct from 'authenticated' then
    return null; -- a token without a user is neither the functions' key nor the owner
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (v_user is null or v_user in (c.coach_id, c.user_id))
  for key share;
  return v_client;
end;
$$;

comment on function private.hold_client(uuid) is
  'The client, kept until the transaction ends, as the foreign key of what is being written would keep them a moment later; null where there is none for the caller. Waits for an erasure or the end of a coaching under way, and so sees what came of it.';
revoke execute on function private.hold_client(uuid) from public, anon;
grant execute on function private.hold_client(uuid) to authenticated, service_role;


create function private.my_acquaintance_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its own policies
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

comment on function private.my_acquaintance_ids() is 'Accounts whose profile the caller may read: their own, their clients'', their coach''s.';
revoke execute on function private.my_acquaintance_ids() from public, anon;
grant execute on function private.my_acquaintance_ids() to authenticated;


create function private.am_coach()
returns boolean
language sql
stable
security definer -- reads public.profiles without its own policies
set search_path = ''
as $$
  select exists (select from public.profiles where id = (select auth.uid()) and role = 'coach')
$$;

comment on function private.am_coach() is 'Whether the caller signed up as a coach.';
revoke execute on function private.am_coach() from public, anon;
grant execute on function private.am_coach() to authenticated;


create function private.is_timezone(p_name text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  -- Postgres also takes POSIX rules such as FOO3 or Etc/GMT+99; only names of the IANA form go on to the real look-up.
  if p_name is null or p_name !~ '^(UTC|Etc/GMT(-1[0-4]|\+1[0-2]|[+-][0-9])|[A-Z][A-Za-z_-]+(/[A-Z][A-Za-z_-]+){1,2})$' then
    return false;
  end if;
  perform now() at time zone p_name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end;
$$;

comment on function private.is_timezone(text) is 'Whether a name is an IANA time zone that this server knows.';
revoke execute on function private.is_timezone(text) from public, anon, authenticated, service_role;
