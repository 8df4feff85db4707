-- privacy: a client asks to be erased, may cancel it for some days, and is erased by a cron job.

create function private.request_erasure(p_client_id uuid, p_confirm_name text, p_with_account boolean)
returns timestamptz
language plpgsql
security definer -- writes erasure_requests and the record, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
  v_days   integer := coalesce((select s.value from private.settings s where s.name = 'erasure_grace_days'), 7);
  v_due_at timestamptz;
begin
  if v_client is null then
    perform private.refuse_client();
  end if;
  if private.my_role(v_client) <> 'client' then
    perform private.refuse(
      'PT409', 'client_owns_data', 'Only the client can ask for this', 'End the coaching, or archive the client. One without an account can be erased with erase_client.'
    );
  end if;
  -- A client sees the account's own name, which they may have changed; the row has the one that their coach wrote.
  if not exists (
    select from (values (v_client.name), ((select p.full_name from public.profiles p where p.id = v_client.user_id))) n(name)
    where private.plain_name(n.name) = private.plain_name(p_confirm_name)
  ) then
    perform private.refuse('PT422', 'client_name_differs', 'This is not the client''s name', 'Give the name exactly as it is stored.');
  end if;

  insert into public.erasure_requests (client_id, with_account, due_at)
  values (p_client_id, coalesce(p_with_account, false), now() + make_interval(days => v_days))
  on conflict (client_id) do nothing
  returning due_at into v_due_at;
  if found then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values ('erasure_requested', p_client_id, (select auth.uid()), v_client.coach_id, v_client.user_id);
  else -- asked again: the day stays
    update public.erasure_requests r set with_account = coalesce(p_with_account, false) where r.client_id = p_client_id
    returning r.due_at into v_due_at;
  end if;
  return v_due_at;
end;
$$;

comment on function private.request_erasure(uuid, text, boolean) is 'Body of public.request_erasure.';
grant execute on function private.request_erasure(uuid, text, boolean) to authenticated;


create function public.request_erasure(client_id uuid, confirm_name text, with_account boolean default false)
returns timestamptz
language sql
volatile
set search_path = ''
as $$
  select private.request_erasure(client_id, confirm_name, with_account)
$$;

comment on function public.request_erasure(uuid, text, boolean) is 'Asks for everything about the calling client to be deleted, and with with_account their account too, and returns when that happens: erasure_grace_days later. Until then nothing changes, and cancel_erasure takes it back. confirm_name is the client''s name, as the account or as the coach has it. Asked again, the time stays. PT404 unknown client, PT409 the caller is their coach, PT422 another name.';
grant execute on function public.request_erasure(uuid, text, boolean) to authenticated;


create function private.cancel_erasure(p_client_id uuid)
returns void
language plpgsql
security definer -- writes erasure_requests and the record, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
begin
  if v_client is null or private.my_role(v_client) <> 'client' then
    perform private.refuse_client();
  end if;
  delete from public.erasure_requests r where r.client_id = p_client_id;
  if found then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values ('erasure_cancelled', p_client_id, (select auth.uid()), v_client.coach_id, v_client.user_id);
  end if;
end;
$$;

comment on function private.cancel_erasure(uuid) is 'Body of public.cancel_erasure.';
grant execute on function private.cancel_erasure(uuid) to authenticated;


create function public.cancel_erasure(client_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.cancel_erasure(client_id)
$$;

comment on function public.cancel_erasure(uuid) is 'Takes back what request_erasure asked for. Does nothing where nothing was asked for. PT404 unknown client, or the client is somebody else.';
grant execute on function public.cancel_erasure(uuid) to authenticated;


create function private.erase_due_client()
returns uuid
language plpgsql
volatile
set search_path = ''
set lock_timeout = '5s' -- a client about whom somebody writes without end does not hold the others back
as $$
declare
  v_client_id    uuid;
  v_user_id      uuid;
  v_with_account boolean;
begin
  select r.client_id into v_client_id
  from public.erasure_requests r
  where r.due_at <= now()
  order by coalesce(r.failed_at, r.due_at), r.client_id
  limit 1;
  if not found then
    return null;
  end if;

  begin
    perform private.lock_records(v_client_id);
    -- Read once the lock is held, because it may have been cancelled while this waited.
    select c.user_id, r.with_account into v_user_id, v_with_account
    from public.erasure_requests r
    join public.clients c on c.id = r.client_id
    where r.client_id = v_client_id and r.due_at <= now();
    if not found then
      return null;
    end if;

    delete from public.clients c where c.id = v_client_id;
    -- The account of somebody who coaches others or owns a team stays, because those depend on it.
    if v_with_account and not exists (select from public.clients c where c.coach_id = v_user_id)
      and not exists (select from public.team_members m where m.user_id = v_user_id and m.role = 'owner') then
      perform private.remove_account(v_user_id);
    end if;
  exception
    when others then
      raise warning 'erasing client % failed: %', v_client_id, sqlstate; -- its message could quote what was written
      update public.erasure_requests r set failed_at = clock_timestamp(), failure = sqlstate where r.client_id = v_client_id;
      return null;
  end;
  return v_client_id;
end;
$$;

comment on function private.erase_due_client() is 'Erases the client who has been due for longest, and their account if they asked for that too. Run by cron every minute, one client at a time, so that nobody waits for another''s erasure. One that fails is noted with its SQLSTATE and tried again after those who were due before that. Returns whom it erased.';


create function private.erasures_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'failing', count(*), 'failing_seconds', extract(epoch from clock_timestamp() - min(r.due_at))::bigint,
    'failing_remedy', 'Why: select client_id, due_at, failed_at, failure from public.erasure_requests where failure is not null; '
      'each is tried again by itself. What the SQLSTATE names must be mended, because the client asked to be erased.'
  )
  from public.erasure_requests r
  where r.failure is not null
$$;

comment on function private.erasures_queue_health() is 'How many clients are due to be erased and could not be, and for how long the first has been due.';
