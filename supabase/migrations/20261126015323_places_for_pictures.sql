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

DROP FUNCTION "private"."logs_at_once"(integer);

DROP FUNCTION "worker"."claim_logs"(integer, integer);

CREATE OR REPLACE FUNCTION private.due_pictures(p_limit integer)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  v_now timestamptz := clock_timestamp();
begin
  return query
  -- From sender to sender by the index: one with ten thousand pictures is one step.
  with recursive senders as (
    select min(q.message ->> 'pictures_of') as sender
    from pgmq.q_log_processing q
    where q.message ? 'pictures_of'
    union all
    select (
      select min(q.message ->> 'pictures_of')
      from pgmq.q_log_processing q
      where q.message ? 'pictures_of' and q.message ->> 'pictures_of' > s.sender
    )
    from senders s
    where s.sender is not null
  )
  select due.msg_id
  from senders s
  cross join lateral (
    select q.msg_id, q.vt
    from pgmq.q_log_processing q
    where q.message ? 'pictures_of' and q.message ->> 'pictures_of' = s.sender and q.vt <= v_now
    order by q.vt, q.msg_id
    limit greatest(0, private.pictures_at_once() - (
      select count(*)
      from pgmq.q_log_processing u
      where u.message ? 'leased' and u.message ->> 'pictures_of' = s.sender and u.vt > v_now
    ))
  ) due
  order by due.vt, due.msg_id
  limit p_limit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lease_logs(p_limit integer, p_slow integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, log_id uuid, slow boolean, alone boolean)
 LANGUAGE plpgsql
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  v_suspect bigint;
  v_slow    bigint[];
  v_texts   bigint[];
begin
  if p_limit > 0 then
    v_suspect := private.suspect_log(p_slow);
  end if;
  if v_suspect is null then
    if p_slow > 0 then
      v_slow := array(
        select q.msg_id
        from pgmq.q_log_processing q
        where q.msg_id = any (array(select private.due_pictures(p_slow)))
          and q.vt <= clock_timestamp() -- once more, when it is locked: somebody else may have leased it meanwhile
        for update skip locked
      );
    end if;
    v_texts := array(
      select q.msg_id
      from pgmq.q_log_processing q
      where not q.message ? 'pictures_of' and q.vt <= clock_timestamp()
      order by q.msg_id
      limit p_limit
      for update skip locked
    );
  end if;

  return query
  update pgmq.q_log_processing q
  set vt = clock_timestamp() + make_interval(secs => p_lease_seconds),
      read_ct = q.read_ct + 1,
      message = case when q.message ? 'pictures_of' then q.message || '{"leased": true}' else q.message end
  where q.msg_id = any (array(
    select waiting.id from unnest(v_suspect || v_slow || v_texts) as waiting(id) order by waiting.id limit p_limit
  ))
  returning
    q.msg_id, q.read_ct, (q.message ->> 'log_id')::uuid, q.message ? 'pictures_of', v_suspect is not null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.log_message(p_log_id uuid, p_request_id uuid, p_client_id uuid, p_media_urls jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  if p_media_urls = '[]' then
    return jsonb_build_object('log_id', p_log_id, 'request_id', p_request_id);
  end if;
  return jsonb_build_object(
    'log_id', p_log_id, 'request_id', p_request_id, 'pictures_of', coalesce((select auth.uid()), p_client_id)
  );
end;
$function$;

CREATE OR REPLACE FUNCTION private.pictures_at_once()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN 2;

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
  select array_agg(private.log_message(a.id, a.request_id, a.client_id, a.media_urls) order by a.created_at, a.id),
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
  perform private.spend_log_rate(private.log_weight(v_log.media_urls)); -- read again, it costs what a new one does

  update public.logs set ai_status = 'pending', ai_error = null, settled_at = null where id = p_log_id returning * into v_log;
  perform pgmq.send('log_processing', private.log_message(v_log.id, v_log.request_id, v_log.client_id, v_log.media_urls));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id, 'request_id', v_log.request_id),
    'old_record', null
  ));
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.suspect_log(p_slow integer)
 RETURNS bigint
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- Handed back, a log is pending again; still processing, nobody has lived to say what became of it.
  select q.msg_id
  from pgmq.q_log_processing q
  join public.logs l on l.id = (q.message ->> 'log_id')::uuid
  -- The border as a number: q_log_processing_retried_idx is for it, and most messages are read once.
  where q.read_ct >= 3 and q.vt <= clock_timestamp() and q.read_ct + 1 >= private.alone_from()
    and l.ai_status = 'processing'
    and (p_slow > 0 or not q.message ? 'pictures_of')
  order by q.msg_id
  limit 1
  for update of q skip locked
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer, p_slow integer DEFAULT NULL::integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, slow boolean, alone boolean, trace jsonb, log jsonb, client jsonb)
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
      select m.*
      from private.lease_logs(p_limit, coalesce(p_slow, p_limit), p_lease_seconds) m
      order by m.log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
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
          v_message.slow,
          v_message.alone,
          jsonb_build_object('log_id', l.id, 'request_id', l.request_id),
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object('locale', c.locale) || private.spender(c);
        if found then
          v_claimed := v_claimed + 1;
        else
          perform pgmq.delete('log_processing', v_message.msg_id); -- the log is gone, and its id with it
        end if;
        continue;
      end if;
      perform pgmq.archive('log_processing', v_message.msg_id); -- a dead letter
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or (v_read = 0 and not private.end_draining('log_processing'));
  end loop;
  if v_claimed > 0 then
    perform private.keep_draining('log_processing');
  end if;
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
      update pgmq.q_log_processing q set message = q.message - 'leased'
      where q.msg_id = v_failure.msg_id and q.message ? 'leased';
      perform pgmq.set_vt('log_processing', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_log_usage(p_failures);
  return query select unnest(v_held);
end;
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
      select private.log_message(l.id, l.request_id, l.client_id, l.media_urls) from public.logs l
      where l.id = any (v_ids) order by l.created_at, l.id
    )
  );
  perform private.nudge('process_logs', '{"type": "SWEEP"}');
  return query select unnest(v_ids);
end;
$function$;

COMMENT ON FUNCTION "private"."due_pictures"(integer) IS 'The messages of up to p_limit logs with pictures whose turn it is: of each sender those that have waited longest, as many as that sender may have under way besides those that are.';

COMMENT ON FUNCTION "private"."lease_logs"(integer, integer, integer) IS 'Reads as pgmq does, the oldest first: leases up to p_limit visible messages, of them up to p_slow of logs with pictures, or a suspect alone. What pgmq has for it would look at every message. fail_logs takes the mark leased off again, so that a picture in its back-off is not taken for one under way.';

COMMENT ON FUNCTION "private"."log_message"(uuid, uuid, uuid, jsonb) IS 'What log_processing holds of a log: {log_id, request_id}, and for one with pictures pictures_of, who has sent them: the caller, or the client where nobody is signed in. A message without it is read as text.';

COMMENT ON FUNCTION "private"."pictures_at_once"() IS 'How many logs with pictures of one sender are under way at once, whoever reads them.';

COMMENT ON FUNCTION "private"."suspect_log"(integer) IS 'The oldest message waiting for its fourth or a later delivery that was interrupted the last time, if there is a place for it, whatever else its sender has under way. It may be the one that kills its workers, and those given out with it would become dead letters too.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them; of them up to p_slow with pictures, where it is given, and of one sender two at once. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';

REVOKE ALL ON FUNCTION "private"."due_pictures"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lease_logs"(integer, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_message"(uuid, uuid, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."pictures_at_once"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."suspect_log"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "worker"."claim_logs"(integer, integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_logs"(integer, integer, integer) TO "service_role";

-- file: sql/progress/settings.sql
-- progress: queues, the bucket for pictures, the limits, and how fast people may write. Idempotent: applied again whenever it changes.

select pgmq.create('log_processing');
select pgmq.create('weekly_reports');

-- For private.lease_logs: suspects; texts, whatever pictures wait before them; pictures by sender, and those under way.
create index if not exists q_log_processing_retried_idx on pgmq.q_log_processing (vt) where (read_ct >= 3);
create index if not exists q_log_processing_texts_idx on pgmq.q_log_processing (msg_id)
  where (not message ? 'pictures_of');
create index if not exists q_log_processing_pictures_idx on pgmq.q_log_processing ((message ->> 'pictures_of'), vt, msg_id)
  where (message ? 'pictures_of');
create index if not exists q_log_processing_leased_idx on pgmq.q_log_processing ((message ->> 'pictures_of'), vt)
  where (message ? 'leased');

insert into private.drains (queue, until) values ('log_processing', '-infinity') on conflict (queue) do nothing;

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'log-media', 'log-media', false, 10485760,
  array['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf']
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

insert into public.metric_limits (metric, low, high, unit)
values
  ('weight_kg',      30,   300, 'kg'),
  ('calories_day',  500,  6000, 'kcal'),
  ('calories_meal',   0,  6000, 'kcal'),
  ('protein_g',       0,   500, 'g'),
  ('carbs_g',         0,  1200, 'g'),
  ('fat_g',           0,   500, 'g'),
  ('macros_gap_pct',  0,    20, '%'),
  ('steps',           0, 50000, 'steps'),
  ('sleep_hours',     0,    24, 'h'),
  ('workout_min',     0,   600, 'min')
on conflict (metric) do update set low = excluded.low, high = excluded.high, unit = excluded.unit;

-- How many logs one person may add within a minute, unless private.log_rates says otherwise of them.
insert into private.settings (name, value) values ('logs_per_minute', 60) on conflict (name) do nothing;
-- end of file: sql/progress/settings.sql
