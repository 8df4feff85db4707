-- operations: the baseline, in the words of sql/operations.

-- file: sql/operations/functions.sql
-- operations: the state of the project, for its operator. Numbers and names, no secrets and no texts.

create function private.migration_version()
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_version text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into v_version;
  end if;
  return v_version;
end;
$$;

comment on function private.migration_version() is 'The newest migration that the Supabase CLI has applied; null if there is none.';


create function worker.health()
returns jsonb
language sql
stable
security definer -- looks into queues, cron, pg_net and Vault, all closed to API roles
set search_path = ''
as $$
  select jsonb_build_object(
    'at', clock_timestamp(),
    'migration', private.migration_version(),
    'extensions', (
      select jsonb_object_agg(extname, extversion) from pg_catalog.pg_extension
      where extname in ('pgcrypto', 'btree_gist', 'pg_trgm', 'supabase_vault', 'pg_net', 'pg_cron', 'pgmq')
    ),
    'queues', (select jsonb_object_agg(q.name, private.queue_health(q.name)) from private.queues q),
    'model_calls', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.calls desc), '[]')
      from (
        select u.account_id, u.calls from private.ai_account_usage u
        where u.day = private.local_date(now(), 'UTC')
        order by u.calls desc
        limit 20
      ) a
    ),
    'answers', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.at desc), '[]')
      from (
        select r.created as at, r.status_code, r.timed_out, r.error_msg
        from net._http_response r
        where r.created > now() - interval '10 minutes'
        order by r.created desc
        limit 20
      ) a
    ),
    'jobs', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', e.name, 'loss', e.loss, 'is_essential', e.is_essential, 'is_active', j.active,
        'last_status', d.status, 'last_start', d.start_time
      ) order by e.name), '[]')
      from private.jobs e
      left join cron.job j on j.jobname = e.name
      left join lateral (
        select r.status, r.start_time from cron.job_run_details r
        where r.jobid = j.jobid
        order by r.runid desc
        limit 1
      ) d on true
    ),
    'secrets', (
      select jsonb_object_agg(s.name, exists (select from vault.decrypted_secrets d where d.name = s.name))
      from (values ('functions_url'), ('webhook_secret')) s(name)
    )
  )
$$;

comment on function worker.health() is
  'The state of the project in one object: queues with their dead letters, the twenty accounts with the most calls to a model today, the answers pg_net got in the last ten minutes, cron jobs and how their last run ended, which secrets exist (not their values), versions. Times are seconds or timestamps.';
grant execute on function worker.health() to service_role;


create function worker.ping_functions()
returns table (name text, request_id bigint)
language sql
security definer -- nudges, which reads Vault and calls pg_net
set search_path = ''
as $$
  select f.name, private.nudge(f.name, '{"type": "PING"}')
  from (select distinct q.wakes from private.queues q) f(name)
  order by f.name
$$;

comment on function worker.ping_functions() is
  'Nudges each function the way an insert does, with a body that asks for no work. Returns pg_net''s request ids, null where an address or a secret is missing or malformed; worker.ping_answers tells what came back.';
grant execute on function worker.ping_functions() to service_role;


create function worker.ping_answers(p_request_ids bigint[])
returns table (request_id bigint, status_code integer, timed_out boolean, error_msg text)
language sql
stable
security definer -- service_role cannot read schema net on every project
set search_path = ''
as $$
  select r.id, r.status_code, r.timed_out, r.error_msg from net._http_response r where r.id = any (p_request_ids)
$$;

comment on function worker.ping_answers(bigint[]) is 'The answers to the requests of worker.ping_functions; requests still under way are left out.';
grant execute on function worker.ping_answers(bigint[]) to service_role;
-- end of file: sql/operations/functions.sql
