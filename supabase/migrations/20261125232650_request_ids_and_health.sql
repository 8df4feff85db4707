-- file: sql/foundation/schemas.sql
-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

create schema if not exists private;
comment on schema private is
  'Helpers, signing, triggers. Not exposed by the API; signed-in users have USAGE only so that policies can call their helpers.';

create schema if not exists worker;
comment on schema worker is
  'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only those that are missing: `create extension if not exists` makes a hosted project set up anew what it has, and
-- pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

-- Many projects give API roles everything that is made in public. Nothing below relies on default privileges; without
-- them a forgotten grant fails closed.
alter default privileges revoke all on tables from public, anon, authenticated, service_role;
alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges revoke all on functions from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
-- end of file: sql/foundation/schemas.sql

set local check_function_bodies = off;

DROP FUNCTION "worker"."claim_logs"(integer, integer);

DROP FUNCTION "worker"."claim_reports"(integer, integer);

CREATE OR REPLACE FUNCTION private.migration_version()
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_version text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into v_version;
  end if;
  return v_version;
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_health(p_queue text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_health jsonb;
begin
  execute format(
    'select jsonb_build_object(
       ''visible'', count(*) filter (where vt <= clock_timestamp()),
       ''oldest_visible_seconds'', extract(epoch from clock_timestamp() - min(vt) filter (where vt <= clock_timestamp()))::integer,
       ''invisible'', count(*) filter (where vt > clock_timestamp()),
       ''oldest_invisible_seconds'', extract(epoch from clock_timestamp() - min(enqueued_at) filter (where vt > clock_timestamp()))::integer
     )
     from pgmq.%I',
    'q_' || p_queue
  ) into v_health;
  return v_health;
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_logs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_messages jsonb[];
  v_record   jsonb;
begin
  select array_agg(jsonb_build_object('log_id', a.id, 'request_id', a.request_id) order by a.created_at, a.id),
         (array_agg(jsonb_build_object('id', a.id, 'client_id', a.client_id, 'request_id', a.request_id)))[1]
  into v_messages, v_record
  from added a;

  if v_messages is not null then
    perform pgmq.send_batch('log_processing', v_messages);
    if not private.is_being_drained('log_processing') then
      -- Of the record only ids: pg_net's tables are readable by more roles than logs is.
      perform private.nudge('process_logs', jsonb_build_object(
        'type', 'INSERT', 'schema', 'public', 'table', 'logs', 'record', v_record, 'old_record', null
      ));
    end if;
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.request_id()
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- The whole form, not what the type would take: {A-B-C} is a uuid to Postgres and to no search of log lines.
  select case
    when h.given ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then h.given::uuid
    else gen_random_uuid()
  end
  from (select nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-request-id' as given) h
$function$;

CREATE OR REPLACE FUNCTION private.requeue_log(p_log_id uuid)
 RETURNS public.logs
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_log public.logs;
begin
  select * into v_log from public.logs
  where id = p_log_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such log', hint = 'Check the log id.';
  end if;
  if v_log.ai_status in ('pending', 'processing') then
    return v_log; -- it is waiting already
  end if;

  update public.logs set ai_status = 'pending', ai_error = null, settled_at = null where id = p_log_id returning * into v_log;
  perform pgmq.send('log_processing', jsonb_build_object('log_id', v_log.id, 'request_id', v_log.request_id));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id, 'request_id', v_log.request_id),
    'old_record', null
  ));
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, trace jsonb, log jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_message record;
  v_read    integer;
  v_claimed integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.msg_id, m.read_ct, (m.message ->> 'log_id')::uuid as log_id
      from pgmq.read('log_processing', p_lease_seconds, private.logs_at_once(p_limit)) m
      order by log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > private.max_attempts() then
        update public.logs
        set ai_status = 'failed', ai_error = coalesce(ai_error, 'Reading was interrupted too often.'),
            processed_at = now()
        where id = v_message.log_id;
      else
        return query
        update public.logs l
        set ai_status = 'processing'
        from public.clients c
        where l.id = v_message.log_id and c.id = l.client_id
        returning
          v_message.msg_id,
          v_message.read_ct,
          jsonb_build_object('log_id', l.id, 'request_id', l.request_id),
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object(
            'id', c.id, 'locale', c.locale, 'today', private.local_date(now(), c.timezone),
            'model_calls_today', private.ai_calls_today(c.id)
          );
        if found then
          v_claimed := v_claimed + 1;
          continue;
        end if;
      end if;
      perform pgmq.archive('log_processing', v_message.msg_id); -- a dead letter, or a log that is gone
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining('log_processing'));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining('log_processing');
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.claim_reports(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, trace jsonb, report_id uuid, facts jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_messages jsonb;
begin
  loop
    select jsonb_agg(jsonb_build_object(
      'msg_id', m.msg_id, 'read_ct', m.read_ct, 'report_id', m.message ->> 'report_id'
    )) into v_messages
    from pgmq.read('weekly_reports', p_lease_seconds, p_limit) m;
    exit when v_messages is null;

    -- Locked in one order, so that workers wait for each other and do not deadlock.
    perform from public.weekly_reports
    where id in (select m.report_id from jsonb_to_recordset(v_messages) as m(report_id uuid))
    order by id
    for update;

    -- Dead letters, and reports that are gone.
    update public.weekly_reports r
    set status = 'failed', error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > private.max_attempts();

    perform pgmq.archive('weekly_reports', m.msg_id)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    where m.read_ct > private.max_attempts()
      or not exists (select from public.weekly_reports r where r.id = m.report_id);

    return query
    with claimed as (
      select m.msg_id, m.read_ct, r.id, r.client_id, r.week_start, r.week_end
      from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
      join public.weekly_reports r on r.id = m.report_id
      where m.read_ct <= private.max_attempts()
    ), week as (
      select w.week_start, f.client_id, f.facts
      from (
        select c.week_start, array_agg(distinct c.client_id) as ids from claimed c group by c.week_start
      ) w
      cross join lateral private.period_facts(
        w.ids, array_fill(w.week_start, array[cardinality(w.ids)]), array_fill(w.week_start + 6, array[cardinality(w.ids)])
      ) f
    )
    select
      c.msg_id, c.read_ct, jsonb_build_object('report_id', c.id), c.id, w.facts,
      jsonb_build_object(
        'id', cl.id, 'today', private.local_date(now(), cl.timezone), 'model_calls_today', private.ai_calls_today(cl.id)
      )
    from claimed c
    join week w on w.client_id = c.client_id and w.week_start = c.week_start
    join public.clients cl on cl.id = c.client_id;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.fail_logs(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'log_id')::uuid as log_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_log_processing q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by log_id
  loop
    update public.logs
    set ai_status = case when v_failure.is_dead then 'failed' else 'pending' end::public.ai_status,
        ai_error = left(v_failure.reason, 500),
        processed_at = case when v_failure.is_dead then now() else processed_at end
    where id = v_failure.log_id;

    if v_failure.is_dead then
      perform pgmq.archive('log_processing', v_failure.msg_id);
    else
      perform pgmq.set_vt('log_processing', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_log_usage(p_failures);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.health()
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'at', clock_timestamp(),
    'migration', private.migration_version(),
    'extensions', (
      select jsonb_object_agg(extname, extversion) from pg_catalog.pg_extension
      where extname in ('pgcrypto', 'btree_gist', 'supabase_vault', 'pg_net', 'pg_cron', 'pgmq')
    ),
    'queues', jsonb_build_object(
      'log_processing', private.queue_health('log_processing') || jsonb_build_object('leased', (
        -- Who waits for a retry is pending again.
        select count(*) from pgmq.q_log_processing q join public.logs l on l.id = (q.message ->> 'log_id')::uuid
        where q.vt > clock_timestamp() and l.ai_status = 'processing'
      )),
      'weekly_reports', private.queue_health('weekly_reports'),
      'erasures', private.queue_health('erasures')
    ),
    'dead_letters', jsonb_build_object(
      'logs', (select count(*) from public.logs where ai_status = 'failed'),
      'logs_last_day', (
        select count(*) from public.logs where ai_status = 'failed' and processed_at > now() - interval '1 day'
      ),
      'reports', (select count(*) from public.weekly_reports where status = 'failed')
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
        'name', j.jobname, 'schedule', j.schedule, 'active', j.active,
        'last_status', d.status, 'last_start', d.start_time
      ) order by j.jobname), '[]')
      from cron.job j
      left join lateral (
        select r.status, r.start_time from cron.job_run_details r
        where r.jobid = j.jobid
        order by r.runid desc
        limit 1
      ) d on true
    ),
    'secrets', (
      select jsonb_object_agg(s.name, private.secret(s.name) is not null)
      from (values ('functions_url'), ('webhook_secret')) s(name)
    )
  )
$function$;

CREATE OR REPLACE FUNCTION worker.ping_answers(p_request_ids bigint[])
 RETURNS TABLE(request_id bigint, status_code integer, timed_out boolean, error_msg text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select r.id, r.status_code, r.timed_out, r.error_msg from net._http_response r where r.id = any (p_request_ids)
$function$;

CREATE OR REPLACE FUNCTION worker.ping_functions()
 RETURNS TABLE(name text, request_id bigint)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select f.name, private.nudge(f.name, '{"type": "PING"}')
  from (values ('process_logs'), ('weekly_reports'), ('erasures')) f(name)
$function$;

CREATE OR REPLACE FUNCTION worker.requeue_logs(p_log_ids uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_ids uuid[];
begin
  -- Locked in the order of finish_logs, so that the two wait for each other and do not deadlock.
  v_ids := array(
    select id from public.logs
    where id = any (p_log_ids) and ai_status not in ('pending', 'processing')
    order by id
    for update
  );
  if v_ids = '{}' then
    return;
  end if;

  update public.logs set ai_status = 'pending', ai_error = null where id = any (v_ids);
  perform pgmq.send_batch(
    'log_processing',
    array(
      select jsonb_build_object('log_id', l.id, 'request_id', l.request_id) from public.logs l
      where l.id = any (v_ids) order by l.created_at, l.id
    )
  );
  perform private.nudge('process_logs', '{"type": "SWEEP"}');
  return query select unnest(v_ids);
end;
$function$;

CREATE INDEX logs_failed_idx ON public.logs USING btree (processed_at) WHERE (ai_status = 'failed'::public.ai_status);

CREATE INDEX weekly_reports_failed_idx ON public.weekly_reports USING btree (week_start) WHERE (status = 'failed'::public.report_status);

COMMENT ON COLUMN "public"."logs"."processed_at" IS 'When it was last read, or given up as failed.';

COMMENT ON FUNCTION "private"."migration_version"() IS 'The newest migration that the Supabase CLI has applied; null where it never did.';

COMMENT ON FUNCTION "private"."queue_health"(text) IS 'How many messages of a queue can be claimed and for how long the oldest could have been; how many are leased or wait for a retry, and the age of the oldest of them.';

COMMENT ON FUNCTION "private"."request_id"() IS 'The x-request-id of the HTTP request under way if it is a UUID, else a fresh one. By it a log is found again in the lines of gateway and functions; it proves nothing, as whoever sends a request chooses it.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted three times is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing: meanwhile new logs wake nobody.';

COMMENT ON FUNCTION "worker"."claim_reports"(integer, integer) IS 'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease, trace the ids that every line about the report carries.';

COMMENT ON FUNCTION "worker"."health"() IS 'How the project is, in one object: queues, dead letters, what pg_net was answered in the last ten minutes, cron jobs and how their last run ended, which secrets there are (not what they are), versions. Times are seconds or timestamps.';

COMMENT ON FUNCTION "worker"."ping_answers"(bigint[]) IS 'What the requests of worker.ping_functions were answered; those still under way are left out.';

COMMENT ON FUNCTION "worker"."ping_functions"() IS 'Nudges each function the way an insert does, with a body that asks for no work. Returns pg_net''s request ids, null where an address or a secret is missing or malformed; worker.ping_answers tells what came back.';

REVOKE ALL ON FUNCTION "private"."migration_version"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_health"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."request_id"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."request_id"() TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."request_id"() TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_logs"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_logs"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_reports"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_reports"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."health"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."health"() TO "service_role";

REVOKE ALL ON FUNCTION "worker"."ping_answers"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."ping_answers"(bigint[]) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."ping_functions"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."ping_functions"() TO "service_role";

ALTER TABLE "public"."logs" ADD COLUMN "request_id" uuid NOT NULL DEFAULT private.request_id();

CREATE INDEX logs_request_id_idx ON public.logs USING btree (request_id);

COMMENT ON COLUMN "public"."logs"."request_id" IS 'The x-request-id of the insert, else one made here. Every line that gateway and functions write about this log carries it, re-runs included. Not unique: one request may add many logs.';
