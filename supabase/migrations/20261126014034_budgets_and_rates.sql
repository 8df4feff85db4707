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

DROP FUNCTION "private"."ai_calls_today"(uuid);

ALTER TABLE "private"."log_rates" DROP COLUMN "logs";

ALTER TABLE "private"."log_rates" DROP COLUMN "minute_began_at";

CREATE TABLE "private"."ai_account_usage" ("account_id" uuid NOT NULL, "day" date NOT NULL, "calls" integer NOT NULL DEFAULT 0, CONSTRAINT "ai_account_usage_calls_check" CHECK ((calls >= 0)), CONSTRAINT "ai_account_usage_pkey" PRIMARY KEY (account_id, day));

ALTER TABLE "private"."ai_account_usage" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."log_rates" ADD COLUMN "seconds" timestamp with time zone[] NOT NULL DEFAULT '{}'::timestamp with time zone[];

ALTER TABLE "private"."log_rates" ADD COLUMN "added" bigint[] NOT NULL DEFAULT '{}'::bigint[];

CREATE OR REPLACE FUNCTION private.limit_clients()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
begin
  -- Who adds at the same time waits here, and is counted after.
  perform from public.profiles p
  where p.id in (select a.coach_id from added a)
  order by p.id
  for no key update;

  if exists (
    select from public.clients c
    where c.coach_id in (select a.coach_id from added a)
    group by c.coach_id
    having count(*) > v_limit
  ) then
    raise sqlstate 'PT409' using message = format('A coach has at most %s clients', v_limit),
      hint = 'Erase clients or let them go, or ask whoever runs this project to allow more.';
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.limit_log_rate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_logs bigint := (select coalesce(sum(private.log_weight(a.media_urls)), 0) from added a);
begin
  if v_logs > 0 then -- none: a retry whose log is there already
    perform private.spend_log_rate(v_logs);
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.log_weight(p_media jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select greatest(1, jsonb_array_length(p_media))
$function$;

CREATE OR REPLACE FUNCTION private.record_ai_usage(p_spent jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- In one order of clients, so that two workers counting for the same ones wait for each other and do not deadlock.
  insert into public.ai_usage as u (client_id, day, calls, input_tokens, output_tokens)
  select c.id, private.local_date(now(), 'UTC'), sum(s.calls), sum(s.input_tokens), sum(s.output_tokens)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, calls integer, input_tokens bigint, output_tokens bigint)
  join public.clients c on c.id = s.client_id
  group by c.id
  order by c.id
  on conflict (client_id, day) do update
    set calls = u.calls + excluded.calls,
        input_tokens = u.input_tokens + excluded.input_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens;

  -- Who was to pay when it was claimed pays, even if the client has been erased or has another coach by now.
  insert into private.ai_account_usage as u (account_id, day, calls)
  select p.id, private.local_date(now(), 'UTC'), sum(s.calls)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, account_id uuid, calls integer)
  left join public.clients c on c.id = s.client_id
  join public.profiles p on p.id = coalesce(s.account_id, c.coach_id, c.user_id)
  group by p.id
  order by p.id
  on conflict (account_id, day) do update set calls = u.calls + excluded.calls
$function$;

CREATE OR REPLACE FUNCTION private.record_log_usage(p_settled jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', l.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    left join (
      select msg_id, message from pgmq.q_log_processing
      union all
      select msg_id, message from pgmq.a_log_processing -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    left join public.logs l on l.id = (m.message ->> 'log_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
$function$;

CREATE OR REPLACE FUNCTION private.record_report_usage(p_settled jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.record_ai_usage((
    select jsonb_agg(s.usage || jsonb_build_object('client_id', r.client_id))
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    left join (
      select msg_id, message from pgmq.q_weekly_reports
      union all
      select msg_id, message from pgmq.a_weekly_reports -- settled by somebody else meanwhile
    ) m on m.msg_id = s.msg_id
    left join public.weekly_reports r on r.id = (m.message ->> 'report_id')::uuid
    where (s.usage ->> 'calls')::integer > 0
  ))
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
  perform pgmq.send('log_processing', jsonb_build_object('log_id', v_log.id, 'request_id', v_log.request_id));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id, 'request_id', v_log.request_id),
    'old_record', null
  ));
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.spend_log_rate(p_logs bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user    uuid := (select auth.uid());
  v_rate    private.log_rates;
  v_limit   integer;
  v_now     timestamptz;
  v_seconds timestamptz[];
  v_added   bigint[];
  v_excess  bigint;
  v_wait    integer;
begin
  if v_user is null then
    return; -- nobody's: an import with the secret key
  end if;

  -- The row is locked until the transaction ends, so what comes at the same time waits and is counted after it.
  insert into private.log_rates (user_id) values (v_user) on conflict (user_id) do nothing;
  select * into v_rate from private.log_rates where user_id = v_user for update;
  v_now := clock_timestamp();
  v_limit := coalesce(v_rate.per_minute, (select value from private.settings where name = 'logs_per_minute'), 60);

  -- A second counts until its end is a minute ago.
  select array_agg(s.second order by s.second), array_agg(s.logs order by s.second), sum(s.logs) - v_limit
  into v_seconds, v_added, v_excess
  from (
    select t.second, sum(t.logs)::bigint as logs
    from unnest(v_rate.seconds || date_trunc('second', v_now), v_rate.added || p_logs) as t(second, logs)
    where t.second > v_now - interval '61 seconds'
    group by t.second
  ) s;

  if v_excess > 0 then
    select ceil(extract(epoch from min(f.second) + interval '61 seconds' - v_now)) into v_wait
    from (
      select t.second, sum(t.logs) over (order by t.second) as freed from unnest(v_seconds, v_added) as t(second, logs)
    ) f
    where f.freed >= v_excess;
    -- PostgREST's form of an error with a header: https://docs.postgrest.org/en/stable/references/errors.html
    raise sqlstate 'PGRST' using
      message = json_build_object(
        'code', 'PT429',
        'message', 'Too many logs within a minute',
        'details', null,
        'hint', format(
          'Send at most %s a minute, at once or one by one; each picture counts as a log. Try again in %s s.', v_limit, v_wait
        )
      ),
      detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', v_wait::text));
  end if;
  update private.log_rates set seconds = v_seconds, added = v_added where user_id = v_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.spender(p_client public.clients)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_today   date := private.local_date(now(), 'UTC');
  v_account uuid := coalesce(p_client.coach_id, p_client.user_id);
begin
  return jsonb_build_object(
    'id', p_client.id,
    'account_id', v_account,
    'today', v_today,
    'model_calls_today', coalesce(
      (select u.calls from public.ai_usage u where u.client_id = p_client.id and u.day = v_today), 0
    ),
    'account_calls_today', coalesce(
      (select u.calls from private.ai_account_usage u where u.account_id = v_account and u.day = v_today), 0
    )
  );
end;
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, alone boolean, trace jsonb, log jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_message record;
  v_limit   integer;
  v_read    integer;
  v_claimed integer := 0;
begin
  loop
    v_read := 0;
    v_limit := private.logs_at_once(p_limit);
    for v_message in
      select m.msg_id, m.read_ct, (m.message ->> 'log_id')::uuid as log_id
      from pgmq.read('log_processing', p_lease_seconds, v_limit) m
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
          v_limit < p_limit,
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

    -- Dead letters.
    update public.weekly_reports r
    set status = 'failed', error = coalesce(r.error, 'Writing was interrupted too often.')
    from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
    where r.id = m.report_id and m.read_ct > private.max_attempts();

    perform pgmq.archive('weekly_reports', m.msg_id)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    where m.read_ct > private.max_attempts()
      and exists (select from public.weekly_reports r where r.id = m.report_id);

    perform pgmq.delete('weekly_reports', m.msg_id) -- the report is gone, and its id with it
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, report_id uuid)
    where not exists (select from public.weekly_reports r where r.id = m.report_id);

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
      c.msg_id, c.read_ct, jsonb_build_object('report_id', c.id), c.id, w.facts, private.spender(cl)
    from claimed c
    join week w on w.client_id = c.client_id and w.week_start = c.week_start
    join public.clients cl on cl.id = c.client_id;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
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

CREATE OR REPLACE FUNCTION worker.log_history(p_since date, p_client uuid, p_decided boolean, p_after_time timestamp with time zone, p_after_id uuid, p_limit integer)
 RETURNS TABLE(log jsonb, client jsonb, created_at timestamp with time zone, ai_status public.ai_status, names_client boolean, explained boolean, repeated_pictures integer, events jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select
    jsonb_build_object(
      'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
      'local_date', l.local_date_for_client
    ),
    jsonb_build_object('locale', c.locale) || private.spender(c),
    l.created_at,
    l.ai_status,
    -- A name is bent by cases, so its last letter does not count.
    exists (
      select from regexp_split_to_table(lower(c.name), '\s+') part
      where length(part) > 2
        and position(left(part, greatest(3, length(part) - 1)) in lower(coalesce(l.raw_text, ''))) > 0
    ),
    coalesce((l.ai_parsed_json ->> 'explained')::boolean, false),
    coalesce((l.ai_parsed_json ->> 'repeated_pictures')::integer, 0),
    coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'event_type', e.event_type, 'date_for_metric', e.date_for_metric, 'data_json', e.data_json,
          'status', e.status, 'review_reasons', e.review_reasons, 'decided', e.corrected_at is not null
        ) order by e.event_type, e.date_for_metric
      )
      from public.progress_events e
      where e.log_id = l.id
    ), '[]')
  from public.logs l
  join public.clients c on c.id = l.client_id
  where (p_client is null or l.client_id = p_client)
    and (p_since is null or l.local_date_for_client >= p_since)
    and (p_after_id is null or (l.created_at, l.id) > (p_after_time, p_after_id))
    and (not p_decided or exists (
      select from public.progress_events e where e.log_id = l.id and e.corrected_at is not null
    ))
  order by l.created_at, l.id
  limit least(p_limit, 500)
$function$;

ALTER TABLE "private"."ai_account_usage" ADD CONSTRAINT "ai_account_usage_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE TRIGGER limit_clients AFTER INSERT ON public.clients REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.limit_clients();

CREATE POLICY "Nobody reads what accounts have spent through the API" ON "private"."ai_account_usage" FOR SELECT TO "authenticated" USING (false);

COMMENT ON COLUMN "private"."ai_account_usage"."account_id" IS 'The client''s coach, or where there is none the client''s own account.';

COMMENT ON COLUMN "private"."log_rates"."added" IS 'How many logs in each of them; a log with several pictures counts as that many.';

COMMENT ON COLUMN "private"."log_rates"."per_minute" IS 'How many this person may add; null: as many as the setting logs_per_minute says. With fewer than ten, a log with ten pictures is never taken.';

COMMENT ON COLUMN "private"."log_rates"."seconds" IS 'The seconds of the last minute in which something was added, oldest first.';

COMMENT ON COLUMN "public"."ai_usage"."day" IS 'The UTC day on which the result was handed in, by the clock of the database: where a client says they are makes no other day of it.';

COMMENT ON FUNCTION "private"."limit_clients"() IS 'Refuses clients beyond clients_per_coach, as PT409. Whoever accepts an invite with a history takes the place of the row that invited them, so that makes no more.';

COMMENT ON FUNCTION "private"."log_weight"(jsonb) IS 'As how many logs one with these media_urls counts: one, or one for each picture.';

COMMENT ON FUNCTION "private"."record_ai_usage"(jsonb) IS 'Adds [{client_id, account_id, calls, input_tokens, output_tokens}] to today, for the client if there is one still, and for the account that pays: account_id as private.spender said, else that of the client now. Called by other definer functions only.';

COMMENT ON FUNCTION "private"."record_log_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the logs and the accounts that pay, whether or not the leases still hold, or the logs are still there.';

COMMENT ON FUNCTION "private"."record_report_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the reports and the accounts that pay, whether or not the leases still hold, or the reports are still there.';

COMMENT ON FUNCTION "private"."spend_log_rate"(bigint) IS 'Refuses what one person has read beyond logs_per_minute within any 60 s, as PT429 with Retry-After. What is refused does not count.';

COMMENT ON FUNCTION "private"."spender"(public.clients) IS 'A client as far as the day''s budgets of model calls go: {id, account_id, today, model_calls_today, account_calls_today}. The account is the coach, or where there is none the client''s own.';

COMMENT ON FUNCTION "worker"."finish_logs"(jsonb) IS 'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, reason, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';

COMMENT ON FUNCTION "worker"."health"() IS 'How the project is, in one object: queues, dead letters, the twenty accounts with the most calls to a model today, what pg_net was answered in the last ten minutes, cron jobs and how their last run ended, which secrets there are (not what they are), versions. Times are seconds or timestamps.';

COMMENT ON TABLE "private"."ai_account_usage" IS 'Calls to a model by who pays for them and UTC day. Kept when a client is erased, so that a new one opens no new budget; forgotten after a month.';

COMMENT ON TABLE "private"."log_rates" IS 'How many logs a person has added within the last minute, by the second: never more than allowed in any 60 s. One row a person.';

REVOKE ALL ON FUNCTION "private"."limit_clients"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_weight"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."spender"(public.clients) FROM PUBLIC;

-- file: sql/people/settings.sql
-- people: how many clients a coach may have. Idempotent: applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500) on conflict (name) do nothing;
-- end of file: sql/people/settings.sql

-- file: sql/ai/jobs.sql
-- ai: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule(
  'forget model calls of accounts', '37 3 * * *',
  $$delete from private.ai_account_usage where day < private.local_date(now(), 'UTC') - 30$$
);
-- end of file: sql/ai/jobs.sql
