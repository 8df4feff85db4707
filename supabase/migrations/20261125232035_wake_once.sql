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

CREATE TABLE "private"."drains" ("queue" text NOT NULL, "until" timestamp with time zone NOT NULL, CONSTRAINT "drains_pkey" PRIMARY KEY (queue));

ALTER TABLE "private"."drains" ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION private.end_draining(p_queue text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_patience text := current_setting('lock_timeout');
begin
  if not exists (select from private.drains d where d.queue = p_queue and d.until > '-infinity') then
    return false;
  end if;
  begin
    -- Waits for those who have relied on the promise and not committed yet.
    perform set_config('lock_timeout', '500ms', true);
    perform pg_advisory_xact_lock(hashtextextended('drain ' || p_queue, 0));
  exception
    when lock_not_available then
      null; -- a long transaction: what it queues is left to the sweep
  end;
  perform set_config('lock_timeout', v_patience, true);
  update private.drains set until = '-infinity' where queue = p_queue;
  return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_being_drained(p_queue text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  -- Held until the transaction ends: who drains the queue does not let go of it before what is being queued can be seen.
  if not pg_try_advisory_xact_lock_shared(hashtextextended('drain ' || p_queue, 0)) then
    return false;
  end if;
  return exists (select from private.drains d where d.queue = p_queue and d.until > clock_timestamp());
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_draining(p_queue text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  insert into private.drains as d (queue, until) values (p_queue, clock_timestamp() + interval '2 seconds')
  on conflict (queue) do update set until = excluded.until
    where d.until < excluded.until - interval '1 second' -- a claim comes every few milliseconds
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
  select array_agg(jsonb_build_object('log_id', a.id) order by a.created_at, a.id),
         (array_agg(jsonb_build_object('id', a.id, 'client_id', a.client_id)))[1]
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

CREATE OR REPLACE FUNCTION private.store_readings(p_readings jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  -- Locked in one order, so that two workers settling the same logs wait for each other and do not deadlock.
  perform from public.logs
  where id in (select r.log_id from jsonb_to_recordset(p_readings) as r(log_id uuid))
  order by id
  for update;

  with result as (
    select r.log_id, r.parser, r.events
    from jsonb_to_recordset(p_readings) as r(log_id uuid, parser text, events jsonb)
  ), decided as (
    select o.log_id, o.event_type from public.progress_events o
    where o.log_id in (select log_id from result) and o.corrected_at is not null
  ), event as (
    select l.id as log_id, l.client_id, l.created_at as logged_at, coalesce(e.parser, r.parser) as parser,
           e.event_type, e.date_for_metric, e.data_json, e.confidence, e.status, e.review_reasons, e.field_sources
    from result r
    join public.logs l on l.id = r.log_id
    cross join jsonb_to_recordset(r.events) as e(
      event_type public.event_type, date_for_metric date, data_json jsonb, confidence real,
      status public.event_status, review_reasons text[], parser text, field_sources jsonb
    )
    where (l.id, e.event_type) not in (select d.log_id, d.event_type from decided d)
  ), withdrawn as (
    delete from public.progress_events o
    where o.log_id in (select log_id from result)
      and o.corrected_at is null
      and (o.log_id, o.event_type, o.date_for_metric) not in (
        select e.log_id, e.event_type, e.date_for_metric from event e
      )
  )
  insert into public.progress_events as o (
    log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    field_sources
  )
  select log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    coalesce(field_sources, '{}')
  from event
  on conflict (log_id, event_type, date_for_metric) do update
    set data_json = excluded.data_json, confidence = excluded.confidence, status = excluded.status,
        review_reasons = excluded.review_reasons, parser = excluded.parser, field_sources = excluded.field_sources
    where o.corrected_at is null;

  update public.logs l
  set ai_classification_json = r.classification,
      ai_parsed_json = r.parsed,
      ai_status = case
        when exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
        then 'needs_review'
        when l.settled_at is not null then 'processed'
        else r.status end,
      ai_error = r.reason,
      processed_at = now()
  from jsonb_to_recordset(p_readings) as r(
    log_id uuid, classification jsonb, parsed jsonb, status public.ai_status, reason text
  )
  where l.id = r.log_id;
end;
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, log jsonb, client jsonb)
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
        set ai_status = 'failed', ai_error = coalesce(ai_error, 'Reading was interrupted too often.')
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

CREATE OR REPLACE FUNCTION worker.finish_logs(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('log_processing', p_results));
  v_results jsonb;
begin
  -- Which log a result is of is what the message says, not the worker; of one log delivered twice the later counts.
  select jsonb_agg(r.result || jsonb_build_object('log_id', r.log_id)) into v_results
  from (
    select distinct on (q.message ->> 'log_id') q.message ->> 'log_id' as log_id, x.result
    from jsonb_array_elements(p_results) as x(result)
    join pgmq.q_log_processing q on q.msg_id = (x.result ->> 'msg_id')::bigint
    where q.msg_id = any (v_held)
    order by q.message ->> 'log_id', q.msg_id desc
  ) r;

  perform private.store_readings(v_results);
  perform private.record_log_usage(p_results);
  perform pgmq.archive('log_processing', v_held);
  return query select unnest(v_held);
end;
$function$;

CREATE POLICY "Nobody reads who drains through the API" ON "private"."drains" FOR SELECT TO "authenticated" USING (false);

COMMENT ON COLUMN "private"."drains"."until" IS 'When the promise lapses unless it is renewed: its maker may have died.';

COMMENT ON FUNCTION "private"."end_draining"(text) IS 'Takes the promise to look again back. True when there was one: the queue must then be looked into once more, for what was queued under it.';

COMMENT ON FUNCTION "private"."is_being_drained"(text) IS 'Whether somebody has promised to look into the queue again after this transaction has ended, so that nobody need be woken.';

COMMENT ON FUNCTION "private"."keep_draining"(text) IS 'Promises that the queue is looked into again: within 2 seconds, or as soon as whoever promises has room.';

COMMENT ON FUNCTION "private"."queue_logs"() IS 'Queues the added logs in the same transaction and wakes process_logs, once per statement, unless it looks anyway.';

COMMENT ON FUNCTION "private"."store_readings"(jsonb) IS 'Stores what was read of logs, at most one reading of each: [{log_id, classification, parsed, status, reason, parser, events}] as worker.finish_logs takes it. An event a person has decided on stays as it is.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease. What was interrupted three times is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing: meanwhile new logs wake nobody.';

COMMENT ON TABLE "private"."drains" IS 'Which queues are being drained by somebody who has promised to look into them again. Whoever queues something then need not wake anybody.';

REVOKE ALL ON FUNCTION "private"."end_draining"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_being_drained"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_draining"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."store_readings"(jsonb) FROM PUBLIC;
