-- privacy: the baseline, in the words of sql/privacy.

-- file: sql/privacy/tables.sql
-- privacy: who has asked to be erased, and the audit record of clients, which is kept after their data is gone.

create type public.audit_action as enum (
  'account_linked', 'account_unlinked', 'coaching_began', 'coaching_ended', 'erasure_requested', 'erasure_cancelled', 'erased', 'files_erased',
  'account_deleted', 'archived', 'unarchived', 'sharing_began', 'sharing_ended', 'health_read'
);

create table public.audit_entries (
  id        bigint primary key generated always as identity,
  at        timestamptz not null default clock_timestamp(),
  action    public.audit_action not null,
  client_id uuid,
  actor_id  uuid,
  coach_id  uuid,
  user_id   uuid,
  files     integer
);

comment on table public.audit_entries is 'What was done with a client''s data and access to it. The database only adds rows. It holds ids, no names and no texts, and has no foreign keys, because it outlives the client.';
comment on column public.audit_entries.client_id is 'The client; null for a deleted account.';
comment on column public.audit_entries.actor_id is 'The account that did it; null for the system.';
comment on column public.audit_entries.coach_id is 'The coach at that time, or until then. sharing_began and sharing_ended: whom the client is or was shared with.';
comment on column public.audit_entries.user_id is 'The client''s account at that time.';
comment on column public.audit_entries.files is 'erased: how many files were left to delete. files_erased: how many the last step deleted.';

create index audit_entries_client_id_idx on public.audit_entries (client_id, id desc);
create index audit_entries_coach_id_idx on public.audit_entries (coach_id);
create index audit_entries_user_id_idx on public.audit_entries (user_id);

alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated, service_role;


create table public.erasure_requests (
  client_id    uuid primary key references public.clients (id) on delete cascade,
  with_account boolean not null default false,
  requested_at timestamptz not null default now(),
  due_at       timestamptz not null,
  failed_at    timestamptz,
  failure      text
);

comment on table public.erasure_requests is 'Clients who have asked to be erased. Until due_at they can cancel it; then a cron job erases them, and the row goes with them.';
comment on column public.erasure_requests.with_account is 'Whether the account is deleted together with the data.';
comment on column public.erasure_requests.due_at is 'erasure_grace_days after it was asked for.';

comment on column public.erasure_requests.failed_at is 'When erasing was last tried in vain; null: it was not. It is tried again.';
comment on column public.erasure_requests.failure is 'The SQLSTATE of that failure.';

create index erasure_requests_due_at_idx on public.erasure_requests (due_at);

alter table public.erasure_requests enable row level security;
grant select on public.erasure_requests to authenticated, service_role;
-- end of file: sql/privacy/tables.sql

-- file: sql/privacy/settings.sql
-- privacy: the queue of clients whose files are to be deleted, and how long an erasure can be cancelled. Files must go, so
-- the queue has no dead letters. Idempotent.

select private.add_queue('erasures', p_wakes => 'erasures', p_attempts => null);

insert into private.settings (name, value) values ('erasure_grace_days', 7) on conflict (name) do nothing;
-- end of file: sql/privacy/settings.sql

-- file: sql/privacy/functions_access.sql
-- privacy: ends a coaching. Policies read clients, so the coach's next statement finds nothing.

create function private.revoke_coach(p_client_id uuid)
returns void
language plpgsql
security definer -- sets coach_id, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_client_exclusive(p_client_id);
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (private.am_coach_of(c) or private.my_role(c) = 'client')
  for no key update; -- does not wait for workers, whose foreign keys lock the row
  if not found then
    perform private.refuse_client();
  end if;
  if v_client.user_id is null then
    perform private.refuse(
      'PT409', 'client_has_no_account', 'This client has no account, so nobody could read their data afterwards',
      'Have them accept an invite first, or erase the client.'
    );
  end if;
  update public.clients set coach_id = null where id = p_client_id and coach_id is not null;
end;
$$;

comment on function private.revoke_coach(uuid) is 'Body of public.revoke_coach.';
grant execute on function private.revoke_coach(uuid) to authenticated;


create function public.revoke_coach(client_id uuid)
returns void
language sql
set search_path = ''
return private.revoke_coach(client_id);

comment on function public.revoke_coach(uuid) is 'Ends the coaching at once. The client and their own coach may call it. The data stays with the client; the coach no longer sees it. Another coach begins with an invite that the client accepts. Does nothing for a client without a coach. PT404 unknown client, PT409 the client has no account.';
grant execute on function public.revoke_coach(uuid) to authenticated;
-- end of file: sql/privacy/functions_access.sql

-- file: sql/privacy/functions_erase.sql
-- privacy: erases a client without an account (rows at once, files by a cloud function) and deletes the caller's account.

create function private.lock_records(p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_client_exclusive(p_client_id);
  -- In the order of the workers' functions (messages, then what they are about, the client last), so that an erasure
  -- and a reading under way wait for each other and do not deadlock.
  perform private.lock_messages(p_client_id);
  perform from public.logs l where l.client_id = p_client_id order by l.id for update;
  perform from public.plans p where p.client_id = p_client_id order by p.id for update; -- a changed plan locks reports
  perform from public.weekly_reports r where r.client_id = p_client_id order by r.id for update;
  perform from public.clients c where c.id = p_client_id for update;
end;
$$;

comment on function private.lock_records(uuid) is 'Waits for transactions that read or write about a client, and keeps others from beginning, until the transaction ends.';


create function private.plain_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return lower(btrim(regexp_replace(p_name, '\s+', ' ', 'g')));

comment on function private.plain_name(text) is 'A name in the form that is compared, without case and extra spaces.';


create function private.erase_client(p_client_id uuid, p_confirm_name text)
returns table (erased_at timestamptz, files integer, files_erased_at timestamptz)
language plpgsql
security definer -- deletes clients and messages, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_records(p_client_id);
  end if;
  -- Read once the lock is held, because the coaching may have ended or an invite been accepted while this call waited.
  select c.* into v_client from public.clients c where c.id = p_client_id and (private.am_coach_of(c) or private.my_role(c) = 'client');
  if found then
    if private.my_role(v_client) = 'client' then
      perform private.refuse(
        'PT409', 'erasure_on_request', 'You are erased some days after you ask for it', 'Call request_erasure; until then it can be cancelled.'
      );
    end if;
    if v_client.user_id is not null then
      perform private.refuse(
        'PT409', 'client_owns_data', 'This client has an account, so only they can erase their data',
        'End the coaching, or archive the client.'
      );
    end if;
    if private.plain_name(p_confirm_name) is distinct from private.plain_name(v_client.name) then
      perform private.refuse('PT422', 'client_name_differs', 'This is not the client''s name', 'Give the name exactly as it is stored.');
    end if;
    delete from public.clients c where c.id = p_client_id;
  end if;

  -- The answer is read from the record, so that a repeated request gets the same one.
  return query
  select e.at, e.files, (
    select max(f.at) from public.audit_entries f where f.client_id = p_client_id and f.action = 'files_erased'
  )
  from public.audit_entries e
  where e.client_id = p_client_id and e.action = 'erased' and array[e.coach_id, e.user_id] && private.my_account_ids();
  if not found then
    perform private.refuse_client();
  end if;
end;
$$;

comment on function private.erase_client(uuid, text) is 'Body of public.erase_client.';
grant execute on function private.erase_client(uuid, text) to authenticated;


create function public.erase_client(client_id uuid, confirm_name text)
returns table (erased_at timestamptz, files integer, files_erased_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.erase_client(client_id, confirm_name)
$$;

comment on function public.erase_client(uuid, text) is 'Deletes everything about a client without an account, by their own coach: rows and messages at once, files within a minute or so (files_erased_at tells when). confirm_name is the client''s name. Cannot be undone; a second call tells when it was done. PT404 unknown client, PT409 the client has an account and calls request_erasure themselves, PT422 another name.';
grant execute on function public.erase_client(uuid, text) to authenticated;


create function private.remove_account(p_user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.audit_entries (action, actor_id, user_id) values ('account_deleted', auth.uid(), p_user_id);
  delete from auth.users u where u.id = p_user_id;
$$;

comment on function private.remove_account(uuid) is 'Deletes an account and records it; the sessions and the profile go with it.';


create function private.delete_account(p_confirm_email text)
returns void
language plpgsql
security definer -- deletes from auth.users; the sessions and the profile go with the row
set search_path = ''
as $$
declare
  v_user  uuid := (select auth.uid());
  v_email text;
begin
  select u.email into v_email from auth.users u where u.id = v_user for update;
  if not found then
    return; -- a repeated request: the first answer may have been lost
  end if;
  if lower(btrim(p_confirm_email)) is distinct from lower(v_email) then
    perform private.refuse('PT422', 'account_email_differs', 'This is not the e-mail of your account', 'Give the e-mail you sign in with.');
  end if;
  if private.my_own_client_ids() <> '{}' then
    perform private.refuse('PT409', 'account_has_data', 'Your account still holds your own data as a client', 'Ask for the erasure of both with request_erasure.');
  end if;
  if private.have_clients() then
    perform private.refuse('PT409', 'account_has_clients', 'Your account still has clients', 'End their coaching, or erase those without an account, first.');
  end if;
  if private.my_managed_team_ids() <> '{}' then
    perform private.refuse('PT409', 'account_has_team', 'Your account still manages a team', 'Leave the team first.');
  end if;
  perform private.remove_account(v_user);
end;
$$;

comment on function private.delete_account(text) is 'Body of public.delete_account.';
grant execute on function private.delete_account(text) to authenticated;


create function public.delete_account(confirm_email text)
returns void
language sql
set search_path = ''
return private.delete_account(confirm_email);

comment on function public.delete_account(text) is 'Deletes the caller''s own account, once no client depends on it. Nobody can then sign in with it or renew a session, and a token that is still valid sees nothing. PT409 there is a client to erase or let go, or a team to leave, first. PT422 another e-mail.';
grant execute on function public.delete_account(text) to authenticated;
-- end of file: sql/privacy/functions_erase.sql

-- file: sql/privacy/functions_export.sql
-- privacy: everything that is kept about a client, as one document.

create function private.rows_of_client(p_table regclass, p_client_id uuid)
returns json
language plpgsql
stable -- with the caller's rights, so that it holds nothing they cannot read
set search_path = ''
as $$
declare
  v_columns text;
  v_order   text;
  v_rows    json;
begin
  select string_agg(format('%I', a.attname), ', ' order by a.attnum) into v_columns
  from pg_catalog.pg_attribute a
  where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped and has_column_privilege(p_table, a.attnum, 'select');
  if v_columns is null then
    return null;
  end if;

  -- By day, by time, by key: as people would sort them.
  select string_agg(format('%I', o.attname), ', ' order by o.place, o.attnum) into v_order
  from (
    (select 1 as place, a.attname, a.attnum from pg_catalog.pg_attribute a
     where a.attrelid = p_table and a.atttypid = 'date'::regtype and a.attnotnull and not a.attisdropped order by a.attnum limit 1)
    union all
    (select 2, a.attname, a.attnum from pg_catalog.pg_attribute a
     where a.attrelid = p_table and a.atttypid = 'timestamptz'::regtype and a.attnotnull and not a.attisdropped order by a.attnum limit 1)
    union all
    (select 3, a.attname, a.attnum from pg_catalog.pg_index i
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
     where i.indrelid = p_table and i.indisprimary)
  ) o;

  execute format(
    'select coalesce(json_agg(r), ''[]'') from (select %s from %s where client_id = $1 order by %s) r', v_columns, p_table, v_order
  ) into v_rows using p_client_id;
  return v_rows;
end;
$$;

comment on function private.rows_of_client(regclass, uuid) is 'The rows of a table about a client, with the columns that the caller may read. Null where they may read none.';
grant execute on function private.rows_of_client(regclass, uuid) to authenticated;


create function public.export_client(client_id uuid)
returns json
language plpgsql
stable -- with the caller's rights, so that it holds nothing they cannot read
set search_path = ''
as $$
declare
  v_client public.clients;
  v_about  json;
  v_rows   text;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    perform private.refuse_client();
  end if;

  -- One value: rows would be cut at the API's limit. As json, which takes far less time than jsonb.
  v_about := json_build_object(
    'format', 'wellio.client/1',
    'exported_at', now(),
    'client', to_json(v_client),
    'account', (
      select to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end
      from public.profiles p where p.id = v_client.user_id
    ),
    'files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like v_client.id || '/%'
    )
  );

  with about_client as materialized ( -- first, because not every table has the column that is asked for then
    select c.oid, c.relname as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  ), found as materialized (
    select t.oid, t.name, private.rows_of_client(t.oid, v_client.id) as client_rows from about_client t
  )
  select string_agg(format('%s: %s', to_json(f.name), f.client_rows), ', ' order by f.oid) into v_rows
  from found f
  where f.client_rows is not null;
  return (left(v_about::text, -1) || ', ' || v_rows || '}')::json;
end;
$$;

comment on function public.export_client(uuid) is 'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';
grant execute on function public.export_client(uuid) to authenticated;
-- end of file: sql/privacy/functions_export.sql

-- file: sql/privacy/functions_health.sql
-- privacy: a coach reads the health of a client, and that is recorded.

create function private.read_health(p_client_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- reads health_histories without its policies, and writes the record
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
begin
  if private.am_coach_of(v_client) then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values ('health_read', p_client_id, (select auth.uid()), v_client.coach_id, v_client.user_id);
  elsif private.my_role(v_client) is distinct from 'client' then
    perform private.refuse_client();
  end if;
  return private.health_of(p_client_id);
end;
$$;

comment on function private.read_health(uuid) is 'Body of public.read_health.';
grant execute on function private.read_health(uuid) to authenticated;


create function public.read_health(client_id uuid)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.read_health(client_id)
$$;

comment on function public.read_health(uuid) is 'Health and emergency contacts of a client, with the version to save them with. Each reading by the coach is in audit_entries, which the client sees. PT404 unknown client, or only shared with the caller or seen as an admin.';
grant execute on function public.read_health(uuid) to authenticated;
-- end of file: sql/privacy/functions_health.sql

-- file: sql/privacy/functions_queue.sql
-- privacy: the queue of erasures as the cloud function sees it. No message becomes a dead letter, because files must go.

create function private.files_of(p_message jsonb, p_limit integer)
returns table (bucket text, path text)
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message ? 'bucket' then
    return query
    select o.bucket_id, o.name from storage.objects o
    where o.bucket_id = p_message ->> 'bucket' and o.name in (select jsonb_array_elements_text(p_message -> 'paths'));
    return;
  end if;
  if p_message ? 'paths' then
    return query
    select o.bucket_id, o.name
    from jsonb_array_elements_text(p_message -> 'paths') p(path)
    join storage.objects o on o.bucket_id = 'log-media' and o.name = p.path
    where not exists (
      select from public.logs l where l.client_id = (p_message ->> 'client_id')::uuid and l.media_urls ? p.path
    );
    return;
  end if;
  -- The pattern is a constant. With a parameter all files of all clients would be read.
  return query execute format(
    'select o.bucket_id, o.name from storage.objects o where o.name like %L order by o.name limit %s',
    (p_message ->> 'client_id') || '/%', p_limit
  );
end;
$$;

comment on function private.files_of(jsonb, integer) is 'The files that a message of the queue wants deleted: of a log those of its pictures that no other log has, of a bucket the paths named, of an erased client the whole folder, in whichever bucket.';


create function worker.claim_erasures(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, files jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select m.msg_id, m.read_ct, (
    select coalesce(jsonb_agg(jsonb_build_object('bucket', f.bucket, 'path', f.path)), '[]')
    from private.files_of(m.message, 500) f
  )
  from pgmq.read('erasures', p_lease_seconds, p_limit) m
$$;

comment on function worker.claim_erasures(integer, integer) is 'Leases up to p_limit erased clients, deleted logs and deleted attachments for p_lease_seconds, with up to 500 of the files each still has. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_erasures(integer, integer) to service_role;


create function worker.finish_erasures(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes the record, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held   bigint[] := array(select private.held_messages('erasures', p_results));
  v_result record;
begin
  for v_result in
    select q.msg_id, r.files, (q.message ->> 'client_id')::uuid as client_id, q.message, (q.message ->> 'until')::timestamptz as until
    from jsonb_to_recordset(p_results) as r(msg_id bigint, files integer)
    join pgmq.q_erasures q on q.msg_id = r.msg_id
    where q.msg_id = any (v_held)
  loop
    if exists (select from private.files_of(v_result.message, 1)) then
      -- There are more. Where Storage has deleted none, the next look waits, so that the worker does not spin.
      perform pgmq.set_vt('erasures', v_result.msg_id, case when v_result.files > 0 then 0 else 60 end);
      continue;
    end if;

    insert into public.audit_entries (action, client_id, coach_id, user_id, files)
    select 'files_erased', e.client_id, e.coach_id, e.user_id, v_result.files
    from public.audit_entries e
    where e.client_id = v_result.client_id and e.action = 'erased'
      and (v_result.files > 0 or not exists (
        select from public.audit_entries f where f.client_id = e.client_id and f.action = 'files_erased'
      ));

    if v_result.until > now() then
      perform pgmq.set_vt('erasures', v_result.msg_id, ceil(extract(epoch from v_result.until - now()))::integer);
    else
      perform pgmq.delete('erasures', v_result.msg_id); -- the record tells the rest
    end if;
  end loop;
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_erasures(jsonb) is 'After files were deleted: when none is left, records it and looks again once no upload can be under way any more; else there are more to delete. Takes [{msg_id, read_ct, files: how many were deleted}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_erasures(jsonb) to service_role;
-- end of file: sql/privacy/functions_queue.sql

-- file: sql/privacy/functions_request_erasure.sql
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
-- end of file: sql/privacy/functions_request_erasure.sql

-- file: sql/privacy/triggers.sql
-- privacy: records changes of access to a client, and erases the files of a deleted client.

create function private.audit_client()
returns trigger
language plpgsql
security definer -- writes the record, which no API role may
set search_path = ''
as $$
declare
  v_actor uuid := (select auth.uid());
begin
  if old.coach_id is distinct from new.coach_id then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    select a.action::public.audit_action, new.id, v_actor, a.coach_id, coalesce(new.user_id, old.user_id)
    from (values (1, 'coaching_ended', old.coach_id), (2, 'coaching_began', new.coach_id)) a (n, action, coach_id)
    where a.coach_id is not null
    order by a.n;
  end if;
  if old.user_id is distinct from new.user_id then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    select a.action::public.audit_action, new.id, v_actor, new.coach_id, a.user_id
    from (values (1, 'account_unlinked', old.user_id), (2, 'account_linked', new.user_id)) a (n, action, user_id)
    where a.user_id is not null
    order by a.n;
  end if;
  if (old.archived_at is null) <> (new.archived_at is null) then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values (
      case when new.archived_at is null then 'unarchived' else 'archived' end::public.audit_action,
      new.id, v_actor, new.coach_id, new.user_id
    );
  end if;
  return null;
end;
$$;

comment on function private.audit_client() is 'Records who coaches a client, which account is theirs, and whether they are archived, whenever that changes.';

create trigger audit_client
  after update of coach_id, user_id, archived_at on public.clients
  for each row execute function private.audit_client();


create function private.audit_share()
returns trigger
language plpgsql
security definer -- writes the record, which no API role may
set search_path = ''
as $$
declare
  v_share public.client_shares := coalesce(new, old);
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
  select case when tg_op = 'INSERT' then 'sharing_began' else 'sharing_ended' end::public.audit_action,
    c.id, (select auth.uid()), v_share.user_id, c.user_id
  from public.clients c where c.id = v_share.client_id; -- none: the client is being erased, and that is recorded
  return null;
end;
$$;

comment on function private.audit_share() is 'Records with whom a client is shared, whenever that changes.';

create trigger audit_share
  after insert or delete on public.client_shares
  for each row execute function private.audit_share();


create function private.queue_erasure()
returns trigger
language plpgsql
security definer -- writes the record and pgmq, and reads storage
set search_path = ''
as $$
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id, files)
  select 'erased', old.id, (select auth.uid()), old.coach_id, old.user_id, count(*)
  from storage.objects o where o.name like old.id || '/%';

  perform private.purge_messages(old.id);
  -- An upload link is valid for two hours, so the second deletion, after three, finds every late file.
  perform private.enqueue('erasures', array[jsonb_build_object('client_id', old.id, 'until', now() + interval '3 hours')],
    jsonb_build_object(
      'type', 'DELETE', 'schema', 'public', 'table', 'clients', 'record', null, 'old_record', jsonb_build_object('id', old.id)
    ));
  return null;
end;
$$;

comment on function private.queue_erasure() is 'Records that a client was erased and queues the deletion of the files. Foreign keys delete the rows.';

create trigger queue_erasure
  after delete on public.clients
  for each row execute function private.queue_erasure();


create function private.queue_files_of_log()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_gone jsonb := old.media_urls;
begin
  if tg_op = 'UPDATE' then
    v_gone := v_gone - array(select jsonb_array_elements_text(new.media_urls));
  end if;
  -- With a client all its files go anyway.
  if v_gone <> '[]' and exists (select from public.clients c where c.id = old.client_id) then
    perform private.enqueue('erasures', array[jsonb_build_object('client_id', old.client_id, 'paths', v_gone)],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'logs', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_log() is 'Queues the deletion of pictures that a log has lost.';

create trigger queue_files_of_log
  after delete on public.logs
  for each row when (old.media_urls <> '[]') execute function private.queue_files_of_log();

create trigger queue_files_of_changed_log
  after update on public.logs
  for each row when (old.media_urls is distinct from new.media_urls) execute function private.queue_files_of_log();


create function private.queue_files_of_messages()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_paths jsonb := (select jsonb_agg(g.path) from gone g where tg_op = 'DELETE' or g.state = 'refused');
begin
  if v_paths is not null then
    -- As with a client, the second deletion finds a file that is being uploaded now.
    perform private.enqueue('erasures',
      array[jsonb_build_object('client_id', null, 'bucket', 'message-attachments', 'paths', v_paths, 'until', now() + interval '3 hours')],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'message_attachments', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_messages() is 'Queues the deletion of the files of messages that were deleted, and of files that were refused.';

create trigger queue_files_of_messages
  after delete on public.message_attachments
  referencing old table as gone
  for each statement execute function private.queue_files_of_messages();

create trigger queue_refused_files
  after update on public.message_attachments
  referencing new table as gone
  for each statement execute function private.queue_files_of_messages();


create function private.queue_files_of_photos()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
begin
  -- With a client all files go anyway. The second deletion finds a file that is being uploaded now.
  if exists (select from public.clients c where c.id = old.client_id) then
    perform private.enqueue('erasures',
      array[jsonb_build_object('client_id', old.client_id, 'bucket', 'progress-photos', 'paths', jsonb_build_array(old.path), 'until', now() + interval '3 hours')],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'progress_photos', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_photos() is 'Queues the deletion of the file of a progress photo that was deleted.';

create trigger queue_files_of_photos
  after delete on public.progress_photos
  for each row execute function private.queue_files_of_photos();
-- end of file: sql/privacy/triggers.sql

-- file: sql/privacy/policies.sql
-- privacy: who may read the audit record and the requests of erasures. Only functions and triggers write them.

create policy "Coaches and clients read what concerned them" on public.audit_entries
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or user_id = any ((select private.my_account_ids())::uuid[])
    or client_id = any ((select private.my_own_client_ids())::uuid[])
  );


create policy "Clients and their coach read when a client will be erased" on public.erasure_requests
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));
-- end of file: sql/privacy/policies.sql

-- file: sql/privacy/jobs.sql
-- privacy: scheduled jobs. Idempotent.

select private.add_job(
  'erase due clients', '* * * * *', 'select private.erase_due_client()', 'nobody who asked for it is erased', true
);
-- end of file: sql/privacy/jobs.sql
