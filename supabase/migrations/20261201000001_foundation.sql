-- foundation: the baseline, in the words of sql/foundation.

-- file: sql/foundation/schemas.sql
-- foundation: the schemas public, worker and private, the extensions, and no default privileges.
-- It can be run again, and a migration does so when it has changed.

create schema if not exists private;
comment on schema private is 'Helpers, signing, triggers. Not exposed by the API; people have USAGE only so that policies and calls can use the helpers that are granted to them.';

create schema if not exists worker;
comment on schema worker is 'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to anon, authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only missing extensions are created: on a hosted project `create extension if not exists` sets existing ones up
-- again, and pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('pg_trgm', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

create or replace function private.revoke_default_privileges()
returns void
language plpgsql
set search_path = ''
as $$
begin
  alter default privileges revoke all on tables from public, anon, authenticated, service_role;
  alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
  alter default privileges revoke all on functions from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
end;
$$;

comment on function private.revoke_default_privileges() is 'Many projects give API roles everything that is made in public. After this a forgotten grant fails closed. Every migration calls it.';
revoke execute on function private.revoke_default_privileges() from public; -- made before it was called

select private.revoke_default_privileges();
-- end of file: sql/foundation/schemas.sql

-- file: sql/foundation/tables.sql
-- foundation: numbers that a deployment chooses, and the ids of signed calls already accepted.

create table private.settings (
  name  text primary key,
  value integer not null check (value > 0)
);

comment on table private.settings is 'Numbers that a deployment may choose. A migration adds missing ones and never changes existing ones.';

alter table private.settings enable row level security;


create table private.jobs (
  name         text primary key,
  loss         text not null,
  is_essential boolean not null
);

comment on table private.jobs is
  'The cron jobs that every project has. A domain adds its own with private.add_job in its jobs.sql. The doctor compares them with cron.job.';
comment on column private.jobs.loss is 'What happens where the job does not run.';

alter table private.jobs enable row level security;


create table private.webhook_receipts (
  id          text primary key check (length(id) between 1 and 200),
  received_at timestamptz not null default now()
);

comment on table private.webhook_receipts is 'Ids of signed webhooks already accepted, kept longer than a signature lives, so that every instance recognises a replay.';

create index webhook_receipts_received_at_idx on private.webhook_receipts (received_at);

alter table private.webhook_receipts enable row level security;
-- end of file: sql/foundation/tables.sql

-- file: sql/foundation/functions.sql
-- foundation: secrets, signing, nudging, retry times.

create function private.sign_webhook(p_id text, p_timestamp bigint, p_body text, p_secret text)
returns text
language plpgsql -- keeps its plan, unlike sql: every log that is written is signed for
immutable
set search_path = ''
as $$
begin
  return 'v1,' || encode(
    extensions.hmac(
      convert_to(p_id || '.' || p_timestamp || '.' || p_body, 'utf8'),
      decode(regexp_replace(p_secret, '^whsec_', ''), 'base64'),
      'sha256'
    ),
    'base64'
  );
end;
$$;

comment on function private.sign_webhook(text, bigint, text, text) is
  'Signature of Standard Webhooks 1.0.0: v1, and base64 of HMAC-SHA256 over "id.timestamp.body". The secret is whsec_ and base64.';


create function private.nudge(p_function text, p_body jsonb)
returns bigint
language plpgsql
security definer -- reads Vault and calls pg_net, both closed to those signed in
set search_path = ''
as $$
declare
  v_url       text;
  v_secret    text;
  v_id        text := 'msg_' || replace(gen_random_uuid()::text, '-', '');
  v_timestamp bigint := extract(epoch from clock_timestamp())::bigint;
begin
  select max(s.decrypted_secret) filter (where s.name = 'functions_url'),
         max(s.decrypted_secret) filter (where s.name = 'webhook_secret')
  into v_url, v_secret
  from vault.decrypted_secrets s
  where s.name in ('functions_url', 'webhook_secret');
  if v_url is null or v_secret is null then
    return null; -- the queue is the truth; without an address the cron sweep has nobody to wake either
  end if;

  return net.http_post(
    url                  := rtrim(v_url, '/') || '/' || p_function,
    body                 := p_body,
    headers              := jsonb_build_object(
      'Content-Type',      'application/json',
      'webhook-id',        v_id,
      'webhook-timestamp', v_timestamp::text,
      'webhook-signature', private.sign_webhook(v_id, v_timestamp, p_body::text, v_secret)
    ),
    timeout_milliseconds := 2000 -- pg_net keeps a whole batch open until its slowest request ends
  );
exception
  when others then
    -- Nothing depends on a nudge, so a wrong secret or address must not refuse what people write.
    raise warning 'nudge of % failed: %', p_function, sqlstate;
    return null;
end;
$$;

comment on function private.nudge(text, jsonb) is
  'Wakes a cloud function with a signed POST, fire and forget. Returns the pg_net request id, or null where no address or secret is set.';


create function worker.accept_webhook(p_id text)
returns boolean
language sql
security definer -- the receipts are closed to API roles
set search_path = ''
as $$
  with receipt as (
    insert into private.webhook_receipts (id) values (p_id) on conflict (id) do nothing returning id
  )
  select exists (select from receipt)
$$;

comment on function worker.accept_webhook(text) is 'True the first time a webhook id is seen, false when it is a replay.';
grant execute on function worker.accept_webhook(text) to service_role;


create function private.request_id()
returns uuid
language sql
set search_path = ''
as $$
  -- Only the canonical form is accepted: Postgres also takes {A-B-C}, which no search of log lines would find.
  select case
    when h.given ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then h.given::uuid
    else gen_random_uuid()
  end
  from (select nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-request-id' as given) h
$$;

comment on function private.request_id() is
  'The x-request-id of the HTTP request under way if it is a UUID, else a fresh one. It finds a log in the lines of gateway and functions; it proves nothing, because the sender chooses it.';
grant execute on function private.request_id() to authenticated, service_role; -- the default of logs.request_id


create function private.touch_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

comment on function private.touch_updated_at() is 'Sets updated_at. Used where a row has changed.';


create function private.local_date(p_at timestamptz, p_timezone text)
returns date
language sql
stable
set search_path = ''
return (p_at at time zone p_timezone)::date;

comment on function private.local_date(timestamptz, text) is 'The calendar day at a moment in a time zone.';
grant execute on function private.local_date(timestamptz, text) to authenticated, service_role;


create function private.add_job(p_name text, p_schedule text, p_command text, p_loss text, p_is_essential boolean default false)
returns void
language sql
set search_path = ''
as $$
  insert into private.jobs (name, loss, is_essential) values (p_name, p_loss, p_is_essential)
  on conflict (name) do update set loss = excluded.loss, is_essential = excluded.is_essential;
  select cron.schedule(p_name, p_schedule, p_command);
$$;

comment on function private.add_job(text, text, text, text, boolean) is
  'Schedules a cron job, or changes it. p_loss says what happens where it does not run. Called in the jobs.sql of its domain.';
-- end of file: sql/foundation/functions.sql

-- file: sql/foundation/functions_migrations.sql
-- foundation: what a migration calls before it changes a project in use.

create function private.lock_for_migration(variadic p_relations regclass[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_until    timestamptz := clock_timestamp() + interval '20 seconds';
  v_attempt  integer := 0;
  v_relation regclass;
  v_refused  regclass;
  v_lock     text;
begin
  loop
    v_attempt := v_attempt + 1;
    -- Now and then the one that was refused comes first, and is waited for longer: autovacuum makes way after a second.
    v_refused := case when v_attempt % 20 = 0 then v_relation end;
    begin
      for v_relation, v_lock in
        select c.oid, case c.relkind
          when 'v' then format('alter view %s owner to %I', c.oid::regclass, r.rolname) -- itself, not its tables
          else format('lock table %s in access exclusive mode', c.oid::regclass)
        end
        from pg_class c
        join pg_roles r on r.oid = c.relowner
        where c.oid = any (p_relations)
          and pg_has_role(c.relowner, 'usage') -- some versions of pgmq keep its queues for themselves
        order by c.oid = v_refused desc nulls last, c.relkind = 'v' desc, c.oid
      loop
        perform set_config('lock_timeout', case v_relation when v_refused then '1500' else '10' end, true);
        execute v_lock;
      end loop;
      exit;
    exception when lock_not_available or deadlock_detected then
      if clock_timestamp() > v_until then
        raise exception using
          errcode = 'lock_not_available',
          message = format('Could not lock %s within 20 seconds, so nothing was changed', v_relation),
          hint = 'Push again; if it stays so, pg_stat_activity says whose transaction is open.';
      end if;
    end;
    perform pg_sleep(0.05); -- those that waited behind it go on
  end loop;
  perform set_config('lock_timeout', '5000', true); -- what belongs to others (auth, storage) is locked when it is changed
end;
$$;

comment on function private.lock_for_migration(regclass[]) is
  'Locks what a migration touches, all of it at once or nothing, until its transaction ends. One table after the other would deadlock with a claim or an insert that takes them in another order. It tries for 20 seconds, and never holds anybody up for as long as deadlock_timeout.';
-- end of file: sql/foundation/functions_migrations.sql

-- file: sql/foundation/functions_refuse.sql
-- foundation: refusals with a reason that a client can show in its own words.

create function private.refuse(
  p_state text, p_reason text, p_message text, p_hint text, p_args jsonb default '{}', p_retry_after integer default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_details text := jsonb_build_object('reason', p_reason) || p_args;
begin
  if p_retry_after is null then
    raise exception using errcode = p_state, message = p_message, hint = p_hint, detail = v_details;
  end if;
  -- PostgREST's form of an error with a header: https://docs.postgrest.org/en/stable/references/errors.html
  raise sqlstate 'PGRST' using
    message = json_build_object('code', p_state, 'message', p_message, 'details', v_details, 'hint', p_hint),
    detail = json_build_object(
      'status', substr(p_state, 3)::integer, 'headers', json_build_object('Retry-After', p_retry_after::text)
    );
end;
$$;

comment on function private.refuse(text, text, text, text, jsonb, integer) is
  'Raises PTxyz, which PostgREST answers as HTTP xyz. details is {"reason": p_reason} with p_args, from which a client chooses its own words; message and hint serve clients without them. p_retry_after: seconds, sent as Retry-After.';
grant execute on function private.refuse(text, text, text, text, jsonb, integer) to authenticated, service_role;


create function private.refuse_stale(p_version integer, p_now jsonb, p_yours jsonb, p_by text default null, p_at timestamptz default null)
returns void
language sql
set search_path = ''
return private.refuse(
  'PT409', 'changed_meanwhile', 'This has been changed meanwhile', 'Compare "now" with "yours", then send your change again with the version it has now.',
  jsonb_build_object('version', p_version, 'now', p_now, 'yours', p_yours, 'by', p_by, 'at', p_at)
);

comment on function private.refuse_stale(integer, jsonb, jsonb, text, timestamptz) is
  'Refuses an edit of an old version, with the version it is now, both values, and who made the newer one where that is known.';


create function private.check_version(
  p_seen integer, p_version integer, p_now jsonb, p_yours jsonb, p_by text default null, p_at timestamptz default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_seen is null then
    perform private.refuse('PT428', 'version_missing', 'The version is missing', 'Send the version that you have seen.');
  end if;
  if p_seen <> p_version then
    perform private.refuse_stale(p_version, p_now, p_yours, p_by, p_at);
  end if;
end;
$$;

comment on function private.check_version(integer, integer, jsonb, jsonb, text, timestamptz) is
  'Refuses an edit that does not say which version it is of (p_seen), or is of another one than p_version. PT428, PT409 as refuse_stale.';


create function private.refuse_client()
returns void
language sql
set search_path = ''
return private.refuse(
  'PT404', 'no_such_client', 'No such client', 'Check the client id, and that you are signed in as their coach or as the client.'
);

comment on function private.refuse_client() is 'Refuses a client whom the caller cannot see, in the same words as one who does not exist.';
grant execute on function private.refuse_client() to authenticated, service_role;
-- end of file: sql/foundation/functions_refuse.sql

-- file: sql/foundation/triggers.sql
-- foundation: views are read-only, and edits of old versions are refused.

create function private.refuse_write()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse(
    'PT405', 'read_only', format('%s cannot be written to', tg_table_name),
    'Write to the tables that it is made from.', jsonb_build_object('view', tg_table_name)
  );
end;
$$;

comment on function private.refuse_write() is 'Refuses a write to a view. Without this trigger Postgres raises 55000, which PostgREST answers as a 500.';


create function private.mark_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.version := -new.version;
  return new;
end;
$$;

comment on function private.mark_version() is 'Makes the version of an update negative if the update names it at all, which only a trigger on that column can see. private.next_version takes it back.';


create function private.refuse_missing_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse('PT428', 'version_missing', 'The version is missing', 'Send the version that you have read, with what you change.');
  return null;
end;
$$;

comment on function private.refuse_missing_version() is 'Refuses an edit that does not say which version it is of.';


create function private.next_version()
returns trigger
language plpgsql
security definer -- calls private.refuse_stale, closed to API roles
set search_path = ''
as $$
declare
  v_now   jsonb;
  v_yours jsonb;
begin
  new.version := abs(new.version); -- see private.mark_version
  if new.version is distinct from old.version then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(n.key, n.value) into v_now, v_yours
    from jsonb_each(to_jsonb(old)) o
    join jsonb_each(to_jsonb(new)) n on n.key = o.key and n.value <> o.value
    where o.key <> 'version';
    if v_now is not null then
      perform private.refuse_stale(old.version, v_now, v_yours);
    end if;
    new.version := old.version;
  end if;
  if new is distinct from old then
    new.version := old.version + 1;
  end if;
  return new;
end;
$$;

comment on function private.next_version() is 'Counts the versions of a row. A sender says in version which one they have seen; if it is an old one, the edit is refused. An edit that changes nothing makes no version.';
-- end of file: sql/foundation/triggers.sql

-- file: sql/foundation/policies.sql
-- foundation: closed tables say so.

create policy "Nobody reads webhook receipts through the API" on private.webhook_receipts
  for select to authenticated
  using (false);

create policy "Nobody reads settings through the API" on private.settings
  for select to authenticated
  using (false);

create policy "Nobody reads jobs through the API" on private.jobs
  for select to authenticated
  using (false);
-- end of file: sql/foundation/policies.sql

-- file: sql/foundation/jobs.sql
-- foundation: housekeeping. Idempotent.

select private.add_job(
  'forget webhook receipts', '*/10 * * * *',
  $$delete from private.webhook_receipts where received_at < now() - interval '30 minutes'$$, 'receipts of webhooks pile up'
);

select private.add_job(
  'forget cron run details', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$, 'runs of jobs pile up'
);
-- end of file: sql/foundation/jobs.sql
