-- file: sql/foundation/schemas.sql
-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

-- What there is of ours is locked before anything else, for as long as the transaction lasts: a migration that took one
-- table after the other would deadlock with whoever takes them in another order (a claim the queue and then clients, an
-- insert of a log the other way round), and either it or their work would be lost. All of it or nothing, tried again and
-- again: whoever waits for what is held here waits for less than deadlock_timeout (1 s), so nobody is told of a deadlock.
do $$
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
        join pg_namespace n on n.oid = c.relnamespace
        join pg_roles r on r.oid = c.relowner
        where (n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v')
               or n.nspname = 'pgmq' and c.relkind in ('r', 'p') and c.relname ~ '^[qa]_')
          and pg_has_role(c.relowner, 'usage')
          and (n.nspname = 'pgmq' or not exists ( -- some versions of pgmq make its queues part of the extension
            select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
          ))
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
    perform pg_sleep(0.05); -- whoever stood behind it goes on
  end loop;
  perform set_config('lock_timeout', '5000', true); -- what belongs to others (auth, storage) is locked when it is changed
end
$$;

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

REVOKE ALL ON FUNCTION "private"."check_period"(uuid, date, date) FROM "service_role";

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM "authenticated";

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM "service_role";

REVOKE ALL ON FUNCTION "public"."progress_series"(uuid, date, date) FROM "service_role";

REVOKE ALL ON FUNCTION "public"."progress_summary"(uuid, date, date) FROM "service_role";

DROP TRIGGER "check_client" ON "public"."clients";

DROP VIEW "public"."coach_overview";

DROP VIEW "public"."coach_trends";

DROP FUNCTION "private"."ai_calls_today"(uuid);

DROP FUNCTION "private"."daily_facts"(uuid[], date[], date[]);

DROP FUNCTION "private"."forget_messages"(uuid);

DROP FUNCTION "private"."logs_at_once"(integer);

DROP FUNCTION "worker"."claim_logs"(integer, integer);

ALTER TABLE "private"."log_rates" DROP COLUMN "logs";

ALTER TABLE "private"."log_rates" DROP COLUMN "minute_began_at";

CREATE TABLE "private"."ai_account_usage" ("account_id" uuid NOT NULL, "day" date NOT NULL, "calls" integer NOT NULL DEFAULT 0, CONSTRAINT "ai_account_usage_calls_check" CHECK ((calls >= 0)), CONSTRAINT "ai_account_usage_pkey" PRIMARY KEY (account_id, day));

ALTER TABLE "private"."ai_account_usage" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."log_rates" ADD COLUMN "seconds" timestamp with time zone[] NOT NULL DEFAULT '{}'::timestamp with time zone[];

ALTER TABLE "private"."log_rates" ADD COLUMN "added" bigint[] NOT NULL DEFAULT '{}'::bigint[];

CREATE TYPE "private"."day_facts" AS ("client_id" uuid, "day" date, "has_data" boolean, "calories" numeric, "calories_estimated" boolean, "protein_g" numeric, "carbs_g" numeric, "fat_g" numeric, "weight_kg" numeric, "steps" numeric, "sleep_hours" numeric, "mood" text, "workouts" integer, "workout_min" numeric, "calories_target" numeric, "calories_low" numeric, "calories_high" numeric, "calorie_status" text, "protein_target_g" numeric, "workouts_per_week_target" integer);

CREATE OR REPLACE FUNCTION private.check_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' and (select auth.uid()) is not null and not private.am_coach() then
    raise sqlstate 'PT403' using message = 'Only coaches add clients',
      hint = 'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.';
  end if;
  if length(btrim(new.name)) between 1 and 200 is not true then
    raise sqlstate 'PT422' using message = 'A client needs a name', hint = 'Give one of 1 to 200 characters.';
  end if;
  if new.email not like '%_@_%' or length(new.email) > 320 then
    raise sqlstate 'PT422' using message = 'This is not an e-mail address', hint = 'Give one like anna@example.com, or null.';
  end if;
  if new.locale is null then
    raise sqlstate 'PT422' using message = 'There is no language', hint = 'Give a locale, ru or en.';
  end if;
  if not private.is_timezone(new.timezone) then
    raise sqlstate 'PT422' using
      message = format('%s is not a time zone', coalesce(to_json(left(new.timezone, 60))::text, 'null')),
      hint = 'Use an IANA name such as Europe/Moscow or America/New_York.';
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
  v_plans  integer := coalesce(nullif(current_setting('wellio.plans', true), ''), '0')::integer + 1;
begin
  if tg_op = 'INSERT' then
    perform set_config('wellio.plans', v_plans::text, true);
    if v_plans > 100 and (select auth.uid()) is not null then -- each holds a client
      raise sqlstate 'PT422' using message = 'Too many plans at once', hint = 'Send at most 100 in one request.';
    end if;
    -- Before the policy, which could only say no: a client of somebody else is as absent as one there never was.
    v_client := private.hold_client(new.client_id);
    if v_client is null then
      raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id: plans are for your own clients.';
    end if;
    if (select auth.uid()) is not null and v_client.coach_id is distinct from (select auth.uid()) then
      raise sqlstate 'PT403' using message = 'Only the coach writes plans', hint = 'Ask your coach for a plan, or for a change of yours.';
    end if;
  end if;
  if length(btrim(new.title)) between 1 and 200 is not true then
    raise sqlstate 'PT422' using message = 'A plan needs a title', hint = 'Give one of 1 to 200 characters.';
  end if;
  if new.type is null or new.start_date is null then
    raise sqlstate 'PT422' using message = 'A plan needs a type and a start date',
      hint = 'Give type (nutrition, training or combined) and start_date (YYYY-MM-DD).';
  end if;
  if new.start_date not between '1900-01-01' and '2999-12-31' or new.end_date not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'A plan begins and ends on a day of our age', hint = 'Leave end_date out for a plan without an end.';
  end if;
  if new.end_date < new.start_date then
    raise sqlstate 'PT422' using message = 'The plan ends before it begins', hint = 'Give an end_date on or after start_date, or none.';
  end if;
  if tg_op = 'UPDATE' and old.activated_at is not null and new.activated_at is not null then
    if (new.client_id, new.type, new.start_date, new.config_json) is distinct from
       (old.client_id, old.type, old.start_date, old.config_json)
    then
      raise sqlstate 'PT409' using message = 'This plan has been in force, so its targets and start stay as they are',
        hint = 'Make a new plan and activate it: past days keep the old targets.';
    end if;
    if new.end_date is distinct from old.end_date
      and least(new.end_date, old.end_date) < (
        select private.local_date(now(), c.timezone) - 1 from public.clients c where c.id = new.client_id
      )
    then
      raise sqlstate 'PT409' using message = 'A plan cannot end differently in the past', hint = 'Choose an end_date from yesterday on.';
    end if;
    if new.end_date is distinct from old.end_date and exists (
      select from public.plans o
      where o.client_id = new.client_id and o.id <> new.id and o.activated_at is not null
        and (o.type = new.type or 'combined' in (o.type, new.type))
        and daterange(o.start_date, o.end_date, '[]') && daterange(new.start_date, new.end_date, '[]')
    ) then
      raise sqlstate 'PT409' using message = 'Another plan is in force on those days', hint = 'Choose an end_date before the next plan begins.';
    end if;
  end if;
  if tg_op = 'INSERT' or (new.type, new.config_json) is distinct from (old.type, old.config_json) then
    perform private.check_plan_config(new.type, new.config_json);
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_config(p_type public.plan_type, p_config jsonb)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  v_ranges constant jsonb := '{
    "calories_target_per_day":  [500, 10000], "protein_target_g": [0, 1000], "carbs_target_g": [0, 2000],
    "fat_target_g": [0, 1000], "calories_tolerance_pct": [0, 100], "workouts_per_week_target": [0, 21]
  }';
  v_nutrition constant text[] :=
    '{calories_target_per_day, protein_target_g, carbs_target_g, fat_target_g, calories_tolerance_pct}';
  v_training  constant text[] := '{workouts_per_week_target, preferred_types, notes}';
  v_allowed   constant text[] := case p_type
    when 'nutrition' then v_nutrition when 'training' then v_training else v_nutrition || v_training end;
  v_required  constant text[] := case p_type
    when 'nutrition' then '{calories_target_per_day}' when 'training' then '{workouts_per_week_target}'
    else '{calories_target_per_day, workouts_per_week_target}' end;
  v_key   text;
  v_value jsonb;
begin
  if jsonb_typeof(p_config) is distinct from 'object' then
    raise sqlstate 'PT422' using message = 'A plan''s config is a JSON object',
      hint = format('Send at least %s.', array_to_string(v_required, ' and '));
  end if;

  if length(p_config::text) > 8000 then
    raise sqlstate 'PT422' using message = 'A plan''s config is too long', hint = 'Send at most 8000 characters.';
  end if;

  foreach v_key in array v_required loop
    if not p_config ? v_key then
      raise sqlstate 'PT422' using message = format('A %s plan needs %s', p_type, v_key), hint = 'Add it to config_json.';
    end if;
  end loop;

  for v_key, v_value in select * from jsonb_each(p_config) loop
    if v_key <> all (v_allowed) then
      raise sqlstate 'PT422' using message = format('A %s plan has no %s', p_type, to_json(left(v_key, 60))),
        hint = format('Known: %s.', array_to_string(v_allowed, ', '));
    elsif v_ranges ? v_key then
      if jsonb_typeof(v_value) <> 'number'
        or v_value::numeric not between (v_ranges -> v_key ->> 0)::numeric and (v_ranges -> v_key ->> 1)::numeric
      then
        raise sqlstate 'PT422' using message = format('%s is out of range', v_key),
          hint = format('Give a number from %s to %s.', v_ranges -> v_key ->> 0, v_ranges -> v_key ->> 1);
      elsif v_key = 'workouts_per_week_target' and v_value::numeric % 1 <> 0 then
        raise sqlstate 'PT422' using message = 'workouts_per_week_target is not a whole number', hint = 'Give a whole number.';
      end if;
    elsif v_key = 'notes' and (jsonb_typeof(v_value) <> 'string' or length(v_value #>> '{}') > 2000) then
      raise sqlstate 'PT422' using message = 'notes is not text of at most 2000 characters', hint = 'Give a shorter string.';
    elsif v_key = 'preferred_types'
      and not (v_value <@ '["strength", "cardio", "hiit", "mobility", "mixed"]' and jsonb_typeof(v_value) = 'array')
    then
      raise sqlstate 'PT422' using message = 'preferred_types has an unknown workout type',
        hint = 'Use strength, cardio, hiit, mobility or mixed, in a list.';
    end if;
  end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_profile()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.full_name is null or length(new.full_name) > 200 then
    raise sqlstate 'PT422' using message = 'The name is not text of at most 200 characters', hint = 'Give a shorter one; it may be empty.';
  end if;
  if new.locale is null then
    raise sqlstate 'PT422' using message = 'There is no language', hint = 'Give a locale, ru or en.';
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.close_review(p_log_id uuid)
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
    raise sqlstate 'PT409' using message = 'This log is being read', hint = 'Try again in a moment, when it has been read.';
  end if;
  if exists (select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review') then
    raise sqlstate 'PT409' using message = 'An event of this log still waits for a decision',
      hint = 'Confirm, correct or reject it: the log then settles by itself.';
  end if;
  if v_log.ai_status in ('needs_review', 'failed') then
    update public.logs set ai_status = 'processed', settled_at = now() where id = p_log_id returning * into v_log;
  end if;
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.complete_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_client public.clients := private.hold_client(new.client_id);
  v_user   uuid := (select auth.uid());
begin
  if v_client is null then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id, and that you are signed in as their coach or as the client.';
  end if;
  perform private.count_log();
  if coalesce(new.raw_text, '') !~ '[^[:space:]\u200b-\u200f\u2060\ufeff]' and new.media_urls = '[]' then
    raise sqlstate 'PT422' using message = 'The log is empty', hint = 'Send some text in raw_text, or a picture in media_urls.';
  end if;
  if length(new.raw_text) > 4000 then
    raise sqlstate 'PT422' using message = 'The log is too long', hint = 'Send at most 4000 characters; split it if you need more.';
  end if;
  if new.created_at between now() - interval '1 year' and now() + interval '5 minutes' is not true then
    raise sqlstate 'PT422' using message = 'created_at is not within the last year', hint = 'Leave it out for now, or give the time it was written.';
  end if;
  if new.source is null then
    raise sqlstate 'PT422' using message = 'source is not known', hint = 'Leave it out, or give smart_log, quick_action, import or other.';
  end if;
  if new.media_urls is distinct from '[]' then
    perform private.check_media(new.client_id, new.media_urls);
  end if;

  new.author_type := case v_user when v_client.user_id then 'client' when v_client.coach_id then 'coach' else 'system' end;
  new.local_date_for_client := private.local_date(new.created_at, v_client.timezone);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.count_log()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := auth.uid();
  v_logs integer := coalesce(nullif(current_setting('wellio.logs', true), ''), '0')::integer + 1;
begin
  perform set_config('wellio.logs', v_logs::text, true);
  -- Looked up now and then only, as it is asked for every row.
  if v_user is not null and v_logs % 64 = 0 then
    perform private.refuse_logs_at_once(v_logs, private.log_limit(v_user));
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS SETOF private.day_facts
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  with period as (
    select p.client_id, p.first_day, p.last_day, (now() at time zone c.timezone)::date as today
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
  ), measured as (
    -- A day's nutrition is its latest day total, else the sum of its meals; of anything else the latest value counts.
    -- The rows come latest first, and array_agg keeps their order.
    select
      e.client_id, e.day,
      bool_or(e.event_type not in ('note', 'other')) as has_data,
      coalesce((array_agg(e.kcal) filter (where e.is_total and e.kcal is not null))[1], sum(e.kcal)) as calories,
      bool_or(e.is_total) filter (where e.kcal is not null) as is_total,
      coalesce((array_agg(e.is_estimated) filter (where e.is_total and e.kcal is not null))[1],
               bool_or(e.is_estimated) filter (where e.kcal is not null)) as calories_estimated,
      coalesce((array_agg(e.protein) filter (where e.is_total and e.protein is not null))[1], sum(e.protein)) as protein_g,
      coalesce((array_agg(e.carbs) filter (where e.is_total and e.carbs is not null))[1], sum(e.carbs)) as carbs_g,
      coalesce((array_agg(e.fat) filter (where e.is_total and e.fat is not null))[1], sum(e.fat)) as fat_g,
      (array_agg((e.data ->> 'value')::numeric) filter (where e.event_type = 'weight'))[1] as weight_kg,
      (array_agg((e.data ->> 'steps')::numeric) filter (where e.event_type = 'steps'))[1] as steps,
      (array_agg((e.data ->> 'hours')::numeric) filter (where e.event_type = 'sleep'))[1] as sleep_hours,
      (array_agg(e.data ->> 'label') filter (where e.event_type = 'checkin_mood'))[1] as mood,
      count(*) filter (where e.event_type = 'workout')::integer as workouts,
      sum((e.data ->> 'duration_min')::numeric) filter (where e.event_type = 'workout') as workout_min
    from (
      select
        r.client_id, r.date_for_metric as day, r.event_type, r.data_json as data,
        coalesce(r.data_json ->> 'scope', 'day') <> 'meal' as is_total,
        coalesce((r.data_json ->> 'estimated')::boolean, false) as is_estimated,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'calories', r.data_json ->> 'calories_est')::numeric end as kcal,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'protein_g', r.data_json ->> 'protein_est_g')::numeric end as protein,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'carbs_g', r.data_json ->> 'carbs_est_g')::numeric end as carbs,
        case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'fat_g', r.data_json ->> 'fat_est_g')::numeric end as fat
      from public.progress_events r
      where r.client_id = any (p_client_ids)
        and r.date_for_metric between (select min(d) from unnest(p_from) d) and (select max(d) from unnest(p_to) d)
        and r.status in ('auto', 'confirmed', 'corrected')
      order by r.client_id, r.date_for_metric, r.logged_at desc, r.id desc
    ) e
    group by e.client_id, e.day
  ), target as (
    -- The exclusion constraints on plans allow at most one of each kind on any day.
    select
      p.client_id, d.day, p.today,
      (array_agg(l.config_json) filter (where l.type <> 'training'))[1] as food,
      (array_agg(l.config_json) filter (where l.type <> 'nutrition'))[1] as training
    from period p
    cross join lateral (select p.first_day + i as day from generate_series(0, p.last_day - p.first_day) i) d
    left join (
      select * from public.plans where client_id = any (p_client_ids) and activated_at is not null
    ) l on l.client_id = p.client_id and d.day between l.start_date and coalesce(l.end_date, 'infinity')
    group by p.client_id, d.day, p.today
  ), d as (
    select
      t.client_id, t.day, t.today, m.has_data, m.calories, m.is_total, m.calories_estimated,
      m.protein_g, m.carbs_g, m.fat_g, m.weight_kg, m.steps, m.sleep_hours, m.mood, m.workouts, m.workout_min,
      (t.food ->> 'calories_target_per_day')::numeric as target,
      coalesce((t.food ->> 'calories_tolerance_pct')::numeric, 10) / 100 as tolerance,
      (t.food ->> 'protein_target_g')::numeric as protein_target,
      (t.training ->> 'workouts_per_week_target')::numeric::integer as workouts_target -- 4.0 is a whole number, too
    from target t
    left join measured m on m.client_id = t.client_id and m.day = t.day
  )
  select
    d.client_id, d.day, coalesce(d.has_data, false),
    d.calories, coalesce(d.calories_estimated, false), d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.steps, d.sleep_hours, d.mood, coalesce(d.workouts, 0), d.workout_min,
    d.target, round(d.target * (1 - d.tolerance)), round(d.target * (1 + d.tolerance)),
    case
      when d.calories is null or d.target is null then null
      when d.calories > d.target * (1 + d.tolerance) then 'above'
      when d.day >= d.today and not d.is_total then null -- meals so far: the day is not over
      when d.calories < d.target * (1 - d.tolerance) then 'below'
      else 'within'
    end,
    d.protein_target, d.workouts_target
  from d;
end;
$function$;

CREATE OR REPLACE FUNCTION private.due_pictures()
 RETURNS TABLE(id bigint, turn bigint)
 LANGUAGE plpgsql
 ROWS 20
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  v_now   timestamptz := clock_timestamp();
  v_start text := gen_random_uuid();
begin
  return query
  -- From sender to sender by the index: one with ten thousand pictures is one step, and ten thousand senders are 200.
  with recursive senders as (
    select 1 as step, f.sender as first, f.sender
    from private.sender_after(v_start) f(sender)
    where f.sender is not null
    union all
    select s.step + 1, s.first, n.sender
    from senders s
    cross join lateral private.sender_after(s.sender) n(sender)
    where s.step < 200 and n.sender <> s.first
  )
  select due.msg_id, under_way.count + row_number() over (partition by s.sender order by due.vt, due.msg_id)
  from senders s
  cross join lateral (
    select count(*)
    from pgmq.q_log_processing u
    where u.message ? 'leased' and u.message ->> 'pictures_of' = s.sender and u.vt > v_now
  ) under_way
  cross join lateral (
    select q.msg_id, q.vt
    from pgmq.q_log_processing q
    where q.message ? 'pictures_of' and q.message ->> 'pictures_of' = s.sender and q.vt <= v_now
    order by q.vt, q.msg_id
    limit greatest(0, private.pictures_at_once() - under_way.count)
  ) due;
end;
$function$;

CREATE OR REPLACE FUNCTION private.end_coaching(p_client_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
begin
  if p_client_id = any (private.my_client_ids()) then
    perform private.wait_for_writers(p_client_id);
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids())
  for no key update; -- foreign keys of what workers store do not hold it up
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if v_client.user_id is null then
    raise sqlstate 'PT409' using message = 'This client has no account, so nobody could read their data any more',
      hint = 'Have them accept an invite first, or erase the client.';
  end if;
  update public.clients set coach_id = null where id = p_client_id and coach_id is not null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.erase(p_client_id uuid, p_confirm_name text)
 RETURNS TABLE(erased_at timestamp with time zone, files integer, files_erased_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := (select auth.uid());
  v_name text;
begin
  select c.name into v_name from public.clients c where c.id = p_client_id and v_user in (c.coach_id, c.user_id);
  if found then
    if private.plain_name(p_confirm_name) is distinct from private.plain_name(v_name) then
      raise sqlstate 'PT422' using message = 'This is not the client''s name',
        hint = 'Give the name as it is kept, so that nobody is erased by a slip.';
    end if;
    perform private.lock_records(p_client_id);
    -- Asked once more: while we waited, the coaching may have ended.
    delete from public.clients c where c.id = p_client_id and v_user in (c.coach_id, c.user_id);
  end if;

  -- The record is the answer, to a repeated request as well: the first answer may have been lost.
  return query
  select e.at, e.files, (
    select max(f.at) from public.audit_entries f where f.client_id = p_client_id and f.action = 'files_erased'
  )
  from public.audit_entries e
  where e.client_id = p_client_id and e.action = 'erased' and v_user in (e.coach_id, e.user_id);
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_log_messages()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_nestloop TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  -- What a claim or a result has locked: that finds no log, and puts the message away itself.
  delete from pgmq.q_log_processing where msg_id in (
    select q.msg_id from pgmq.q_log_processing q
    join gone g on q.message ->> 'log_id' = g.id::text
    for update of q skip locked
  );
  delete from pgmq.a_log_processing where message ->> 'log_id' = any (array(select g.id::text from gone g));
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_report_messages()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_nestloop TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  delete from pgmq.q_weekly_reports where msg_id in (
    select q.msg_id from pgmq.q_weekly_reports q
    join gone g on q.message ->> 'report_id' = g.id::text
    for update of q skip locked
  );
  delete from pgmq.a_weekly_reports where message ->> 'report_id' = any (array(select g.id::text from gone g));
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.hold_client(p_client_id uuid)
 RETURNS public.clients
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.is_timezone(p_name text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
        from private.due_pictures() due
        join pgmq.q_log_processing q on q.msg_id = due.id
        where q.vt <= clock_timestamp() -- once more, when it is locked: somebody else may have leased it meanwhile
        order by due.turn, q.vt, q.msg_id
        limit p_slow
        for update of q skip locked
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

CREATE OR REPLACE FUNCTION private.lock_records(p_client_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform private.wait_for_writers(p_client_id);
  -- In the order of the workers' functions (messages, then what they are about, the client last), so that an erasure
  -- and a reading under way wait for each other and do not deadlock.
  perform from pgmq.q_log_processing q
  join public.logs l on l.id = (q.message ->> 'log_id')::uuid
  where l.client_id = p_client_id
  order by q.msg_id
  for update of q;

  delete from private.media_digests d where d.client_id = p_client_id;
  perform from public.logs l where l.client_id = p_client_id order by l.id for update;

  perform from pgmq.q_weekly_reports q
  join public.weekly_reports r on r.id = (q.message ->> 'report_id')::uuid
  where r.client_id = p_client_id
  order by q.msg_id
  for update of q;

  perform from public.weekly_reports r where r.client_id = p_client_id order by r.id for update;
  perform from public.clients c where c.id = p_client_id for update;
end;
$function$;

CREATE OR REPLACE FUNCTION private.log_limit(p_user_id uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(
    (select r.per_minute from private.log_rates r where r.user_id = p_user_id),
    (select s.value from private.settings s where s.name = 'logs_per_minute'),
    60
  )
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

CREATE OR REPLACE FUNCTION private.log_queue_health()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with being_read as (
    select q.message ->> 'pictures_of' as sender
    from pgmq.q_log_processing q
    where q.message ? 'leased' and q.vt > clock_timestamp()
    group by 1
    having count(*) >= private.pictures_at_once()
  ), visible as (
    select q.vt, coalesce(q.message ->> 'pictures_of' in (select b.sender from being_read b), false) as is_held_back
    from pgmq.q_log_processing q
    where q.vt <= clock_timestamp()
  )
  select private.queue_health('log_processing') || jsonb_build_object(
    'oldest_visible_seconds',
    (select extract(epoch from clock_timestamp() - min(v.vt))::integer from visible v where not v.is_held_back),
    'held_back', (select count(*) from visible v where v.is_held_back),
    'leased', (
      -- Who waits for a retry is pending again.
      select count(*) from pgmq.q_log_processing q join public.logs l on l.id = (q.message ->> 'log_id')::uuid
      where q.vt > clock_timestamp() and l.ai_status = 'processing'
    )
  )
$function$;

CREATE OR REPLACE FUNCTION private.log_weight(p_media jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select greatest(1, jsonb_array_length(p_media))
$function$;

CREATE OR REPLACE FUNCTION private.my_daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS SETOF private.day_facts
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  select d.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.daily_facts(p.client_ids, p.first_days, p.last_days) d;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_period_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, facts jsonb, last_day_with_data date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  return query
  select f.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.period_facts(p.client_ids, p.first_days, p.last_days) f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_periods(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_ids uuid[], first_days date[], last_days date[])
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return query
  select coalesce(array_agg(p.client_id), '{}'), coalesce(array_agg(p.first_day), '{}'), coalesce(array_agg(p.last_day), '{}')
  from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  where c.coach_id = v_user or c.user_id = v_user; -- the rule of the policy on clients
end;
$function$;

CREATE OR REPLACE FUNCTION private.pictures_at_once()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN 2;

CREATE OR REPLACE FUNCTION private.put_away_logs(p_msg_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_gone bigint[] := array(
    select q.msg_id from pgmq.q_log_processing q
    where q.msg_id = any (p_msg_ids)
      and not exists (select from public.logs l where l.id = (q.message ->> 'log_id')::uuid)
  );
begin
  perform pgmq.delete('log_processing', v_gone);
  perform pgmq.archive('log_processing', array(select unnest(p_msg_ids) except select unnest(v_gone)));
end;
$function$;

CREATE OR REPLACE FUNCTION private.put_away_reports(p_msg_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_gone bigint[] := array(
    select q.msg_id from pgmq.q_weekly_reports q
    where q.msg_id = any (p_msg_ids)
      and not exists (select from public.weekly_reports r where r.id = (q.message ->> 'report_id')::uuid)
  );
begin
  perform pgmq.delete('weekly_reports', v_gone);
  perform pgmq.archive('weekly_reports', array(select unnest(p_msg_ids) except select unnest(v_gone)));
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

CREATE OR REPLACE FUNCTION private.queue_weekly_report(p_client_id uuid, p_week_start date)
 RETURNS public.weekly_reports
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_report   public.weekly_reports;
  v_is_coach boolean;
  v_today    date;
begin
  select c.coach_id = (select auth.uid()), private.local_date(now(), c.timezone) into v_is_coach, v_today
  from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids());
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'This is not a day of our age', hint = 'Give week_start as YYYY-MM-DD.';
  end if;
  if extract(isodow from p_week_start) <> 1 then
    raise sqlstate 'PT422' using message = 'A week starts on a Monday',
      hint = format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date);
  end if;
  if p_week_start < v_today - 731 then
    raise sqlstate 'PT422' using message = 'This week is too long ago', hint = 'Ask for a week of the last two years.';
  end if;
  if p_week_start > v_today then
    raise sqlstate 'PT422' using message = 'This week has not begun', hint = 'Ask for a week up to the present one.';
  end if;

  perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0)); -- private.wait_for_writers
  begin
    insert into public.weekly_reports as r (client_id, week_start)
    values (p_client_id, p_week_start)
    on conflict (client_id, week_start) do update
      set status = 'queued', error = null
      where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
        -- Being written already, so from facts that may be older than this request: written once more.
        or (r.status = 'queued' and v_is_coach and not exists (
          select from pgmq.q_weekly_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
        ))
    returning * into v_report;
  exception
    -- Erased meanwhile.
    when foreign_key_violation then
      raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end;

  if v_report.id is not null then
    if (
      select count(*) from (
        select from public.weekly_reports r where r.client_id = any (private.my_client_ids()) and r.status = 'queued' limit 601
      ) waiting
    ) > 600 then -- all clients of a coach on a Monday, and some more
      raise sqlstate 'PT429' using message = 'Too many reports are waiting to be written',
        hint = 'At most 600 wait at once: try again when some of them are there.';
    end if;
    perform pgmq.send('weekly_reports', jsonb_build_object('report_id', v_report.id));
    perform private.nudge('weekly_reports', jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return v_report;
end;
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

CREATE OR REPLACE FUNCTION private.refuse_logs_at_once(p_logs bigint, p_limit integer)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
  if p_logs > p_limit then -- no waiting helps
    raise sqlstate 'PGRST' using
      message = json_build_object(
        'code', 'PT429',
        'message', 'More logs at once than a minute allows',
        'details', null,
        'hint', format('Send at most %s at once; each picture counts as a log.', p_limit)
      ),
      detail = json_build_object('status', 429, 'headers', json_build_object());
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.report_facts(p_report_ids uuid[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(jsonb_object_agg(r.id, f.facts), '{}')
  from (
    select w.week_start, array_agg(distinct w.client_id) as ids
    from public.weekly_reports w
    where w.id = any (p_report_ids)
    group by w.week_start
  ) week
  cross join lateral private.period_facts(
    week.ids,
    array_fill(week.week_start, array[cardinality(week.ids)]),
    array_fill(week.week_start + 6, array[cardinality(week.ids)])
  ) f
  join public.weekly_reports r
    on r.id = any (p_report_ids) and r.client_id = f.client_id and r.week_start = week.week_start
$function$;

CREATE OR REPLACE FUNCTION private.report_facts_one_by_one(p_report_ids uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_facts jsonb := '{}';
  v_id    uuid;
begin
  foreach v_id in array p_report_ids loop
    begin
      v_facts := v_facts || private.report_facts(array[v_id]);
    exception
      when data_exception or program_limit_exceeded then -- of this client; anything else is ours, and stops us
        raise warning 'the facts of report % could not be told: %', v_id, sqlstate;
        update public.weekly_reports
        set error = format('The facts of this week could not be told (%s).', sqlstate)
        where id = v_id;
    end;
  end loop;
  return v_facts;
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

CREATE OR REPLACE FUNCTION private.sender_after(p_sender text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
begin
  return coalesce(
    (
      select min(q.message ->> 'pictures_of')
      from pgmq.q_log_processing q
      where q.message ? 'pictures_of' and q.message ->> 'pictures_of' > p_sender
    ),
    (select min(q.message ->> 'pictures_of') from pgmq.q_log_processing q where q.message ? 'pictures_of')
  );
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
  v_limit := private.log_limit(v_user);

  perform private.refuse_logs_at_once(p_logs, v_limit);

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

CREATE OR REPLACE FUNCTION private.wait_for_writers(p_client_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select pg_advisory_xact_lock(hashtextextended('client ' || p_client_id, 0))
$function$;

CREATE OR REPLACE FUNCTION public.progress_series(client_id uuid, "from" date, "to" date)
 RETURNS TABLE(day date, has_data boolean, calories numeric, calories_estimated boolean, protein_g numeric, carbs_g numeric, fat_g numeric, weight_kg numeric, steps numeric, sleep_hours numeric, mood text, workouts integer, workout_min numeric, calories_target numeric, calories_low numeric, calories_high numeric, calorie_status text, protein_target_g numeric, workouts_per_week_target integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  perform private.check_period(client_id, "from", "to");
  return query
  select
    d.day, d.has_data, d.calories, d.calories_estimated, d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.steps, d.sleep_hours, d.mood, d.workouts, d.workout_min,
    d.calories_target, d.calories_low, d.calories_high, d.calorie_status,
    d.protein_target_g, d.workouts_per_week_target
  from private.my_daily_facts(array[client_id], array["from"], array["to"]) d
  order by d.day;
end;
$function$;

CREATE OR REPLACE FUNCTION public.progress_summary(client_id uuid, "from" date, "to" date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  perform private.check_period(client_id, "from", "to");
  return (
    select f.facts from private.my_period_facts(array[client_id], array["from"], array["to"]) f
  );
end;
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
      perform private.put_away_logs(array[v_message.msg_id]); -- a dead letter
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
  v_ids      uuid[];
  v_facts    jsonb;
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

    v_ids := array(
      select m.report_id from jsonb_to_recordset(v_messages) as m(read_ct integer, report_id uuid)
      where m.read_ct <= private.max_attempts()
    );
    begin
      v_facts := private.report_facts(v_ids);
    exception
      when data_exception or program_limit_exceeded then
        -- One of them must not take the others with it: it stays leased, and is a dead letter in the end.
        v_facts := private.report_facts_one_by_one(v_ids);
    end;

    return query
    select m.msg_id, m.read_ct, jsonb_build_object('report_id', r.id), r.id, v_facts -> r.id::text, private.spender(c)
    from jsonb_to_recordset(v_messages) as m(msg_id bigint, read_ct integer, report_id uuid)
    join public.weekly_reports r on r.id = m.report_id
    join public.clients c on c.id = r.client_id
    where v_facts ? r.id::text;
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
      perform private.put_away_logs(array[v_failure.msg_id]);
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

CREATE OR REPLACE FUNCTION worker.fail_reports(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held    bigint[] := array(select private.held_messages('weekly_reports', p_failures));
  v_failure record;
begin
  for v_failure in
    select f.*, (q.message ->> 'report_id')::uuid as report_id, f.read_ct >= private.max_attempts() as is_dead
    from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer, reason text, retry_after_seconds integer)
    join pgmq.q_weekly_reports q on q.msg_id = f.msg_id
    where f.msg_id = any (v_held)
    order by report_id
  loop
    update public.weekly_reports
    set status = case when v_failure.is_dead then 'failed' else 'queued' end::public.report_status,
        error = left(v_failure.reason, 500)
    where id = v_failure.report_id;

    if v_failure.is_dead then
      perform private.put_away_reports(array[v_failure.msg_id]);
    else
      perform pgmq.set_vt('weekly_reports', v_failure.msg_id,
        least(3600, greatest(private.retry_delay_seconds(v_failure.read_ct), v_failure.retry_after_seconds)));
    end if;
  end loop;
  perform private.record_report_usage(p_failures);
  return query select unnest(v_held);
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
  perform private.put_away_logs(v_held);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.finish_reports(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held bigint[] := array(select private.held_messages('weekly_reports', p_results));
begin
  -- Which report a result is of is what the message says, not the worker. Locked in one order against deadlocks.
  perform from public.weekly_reports
  where id in (select (q.message ->> 'report_id')::uuid from pgmq.q_weekly_reports q where q.msg_id = any (v_held))
  order by id
  for update;

  with result as (
    select distinct on (q.message ->> 'report_id')
      (q.message ->> 'report_id')::uuid as report_id, r.facts, r.generated_by, r.texts
    from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, generated_by text, texts jsonb)
    join pgmq.q_weekly_reports q on q.msg_id = r.msg_id
    where r.msg_id = any (v_held)
    order by q.message ->> 'report_id', q.msg_id desc
  ), report as (
    update public.weekly_reports w
    set status = 'ready', error = null, generated_by = r.generated_by, generated_at = now(),
        plan = r.facts -> 'plan', aggregates = r.facts -> 'aggregates', flags = r.facts -> 'flags'
    from result r
    where w.id = r.report_id
    returning w.id, w.client_id, r.texts
  )
  insert into public.weekly_report_texts as t (report_id, client_id, audience, body)
  select report.id, report.client_id, x.key::public.report_audience, x.value
  from report, lateral jsonb_each_text(report.texts) x
  on conflict (report_id, audience) do update set body = excluded.body;

  perform private.record_report_usage(p_results);
  perform private.put_away_reports(v_held);
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
      'log_processing', private.log_queue_health(),
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

ALTER TABLE "private"."ai_account_usage" ADD CONSTRAINT "ai_account_usage_account_id_fkey" FOREIGN KEY (account_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE VIEW "public"."coach_overview" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            c.name,
            c.locale,
            c.timezone,
            (c.user_id IS NOT NULL) AS has_account,
            ((now() AT TIME ZONE c.timezone))::date AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        ), waiting_event AS (
         SELECT e.client_id,
            e.log_id
           FROM public.progress_events e
          WHERE ((e.status = 'needs_review'::public.event_status) AND (e.client_id = ANY (ARRAY( SELECT m_1.id
                   FROM mine m_1))))
        ), waiting AS (
         SELECT w.client_id,
            count(*) AS reviews
           FROM ( SELECT e.client_id
                   FROM waiting_event e
                UNION ALL
                 SELECT l.client_id
                   FROM public.logs l
                  WHERE ((l.ai_status = ANY (ARRAY['needs_review'::public.ai_status, 'failed'::public.ai_status])) AND (l.client_id = ANY (ARRAY( SELECT m_1.id
                           FROM mine m_1))) AND (NOT (EXISTS ( SELECT
                           FROM waiting_event e
                          WHERE (e.log_id = l.id)))))) w
          GROUP BY w.client_id
        ), week AS (
         SELECT f.client_id,
            f.facts,
            f.last_day_with_data
           FROM private.my_period_facts(ARRAY( SELECT m_1.id
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT (m_1.today - 6)
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT m_1.today
                   FROM mine m_1
                  ORDER BY m_1.id)) f(client_id, facts, last_day_with_data)
        )
 SELECT m.id AS client_id,
    m.name,
    m.locale,
    m.timezone,
    m.has_account,
    last_log.created_at AS last_log_at,
    (m.today - COALESCE(week.last_day_with_data, ( SELECT e.date_for_metric
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = ANY (ARRAY['auto'::public.event_status, 'confirmed'::public.event_status, 'corrected'::public.event_status])) AND (e.event_type <> ALL (ARRAY['note'::public.event_type, 'other'::public.event_type])) AND (e.date_for_metric < (m.today - 6)))
          ORDER BY e.date_for_metric DESC
         LIMIT 1))) AS days_without_data,
    ((week.facts #>> '{aggregates,days_with_data}'::text[]))::integer AS days_with_data,
    ((week.facts #>> '{aggregates,adherence_pct}'::text[]))::integer AS adherence_pct,
    ((week.facts #>> '{aggregates,days_within_calorie_target}'::text[]))::integer AS days_within_calorie_target,
    ((week.facts #>> '{aggregates,days_scored}'::text[]))::integer AS days_scored,
    ((week.facts #>> '{aggregates,last_weight_kg}'::text[]))::numeric AS last_weight_kg,
    ((week.facts #>> '{aggregates,weight_change_kg}'::text[]))::numeric AS weight_change_kg,
    COALESCE(waiting.reviews, (0)::bigint) AS open_reviews,
    (week.facts -> 'flags'::text) AS flags,
    (EXISTS ( SELECT
           FROM public.client_invites i
          WHERE ((i.client_id = m.id) AND (i.accepted_at IS NULL) AND (i.expires_at > now())))) AS has_open_invite
   FROM (((mine m
     JOIN week ON ((week.client_id = m.id)))
     LEFT JOIN waiting ON ((waiting.client_id = m.id)))
     LEFT JOIN LATERAL ( SELECT l.created_at
           FROM public.logs l
          WHERE (l.client_id = m.id)
          ORDER BY l.created_at DESC
         LIMIT 1) last_log ON (true));

CREATE VIEW "public"."coach_trends" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            ((now() AT TIME ZONE c.timezone))::date AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        )
 SELECT client_id,
    jsonb_agg(jsonb_build_array(day, weight_kg) ORDER BY day) FILTER (WHERE (weight_kg IS NOT NULL)) AS weights,
    jsonb_agg(jsonb_build_array(day, calories, calorie_status) ORDER BY day) FILTER (WHERE (calories IS NOT NULL)) AS calories
   FROM private.my_daily_facts(ARRAY( SELECT m.id
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT (m.today - 27)
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT m.today
           FROM mine m
          ORDER BY m.id)) d(client_id, day, has_data, calories, calories_estimated, protein_g, carbs_g, fat_g, weight_kg, steps, sleep_hours, mood, workouts, workout_min, calories_target, calories_low, calories_high, calorie_status, protein_target_g, workouts_per_week_target)
  GROUP BY client_id;

CREATE INDEX weekly_reports_queued_idx ON public.weekly_reports USING btree (client_id) WHERE (status = 'queued'::public.report_status);

CREATE TRIGGER check_client BEFORE INSERT OR UPDATE OF name, email, timezone, locale ON public.clients FOR EACH ROW EXECUTE FUNCTION private.check_client();

CREATE TRIGGER limit_clients AFTER INSERT ON public.clients REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.limit_clients();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_overview FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_trends FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER forget_log_messages AFTER DELETE ON public.logs REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION private.forget_log_messages();

CREATE TRIGGER check_profile BEFORE UPDATE OF full_name, locale ON public.profiles FOR EACH ROW EXECUTE FUNCTION private.check_profile();

CREATE TRIGGER forget_report_messages AFTER DELETE ON public.weekly_reports REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION private.forget_report_messages();

CREATE POLICY "Nobody reads what accounts have spent through the API" ON "private"."ai_account_usage" FOR SELECT TO "authenticated" USING (false);

COMMENT ON COLUMN "private"."ai_account_usage"."account_id" IS 'The client''s coach, or where there is none the client''s own account.';

COMMENT ON COLUMN "private"."log_rates"."added" IS 'How many logs in each of them; a log with several pictures counts as that many.';

COMMENT ON COLUMN "private"."log_rates"."per_minute" IS 'How many this person may add; null: as many as the setting logs_per_minute says. With fewer than ten a log with ten pictures is never taken, and holds up what waits behind it to be sent.';

COMMENT ON COLUMN "private"."log_rates"."seconds" IS 'The seconds of the last minute in which something was added, oldest first.';

COMMENT ON COLUMN "public"."ai_usage"."day" IS 'The UTC day on which the result was handed in, by the clock of the database: where a client says they are makes no other day of it.';

COMMENT ON FUNCTION "private"."check_client"() IS 'Refuses a client added by who is no coach, and one without a name, with a wrong e-mail or time zone.';

COMMENT ON FUNCTION "private"."check_profile"() IS 'Refuses a name that is too long, and no language.';

COMMENT ON FUNCTION "private"."count_log"() IS 'Counts the logs of a transaction, and ends it soon after there are more than one request may have: twenty thousand that are refused at the end would have held up others meanwhile. Those that are stored already count here, too.';

COMMENT ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) IS 'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border.';

COMMENT ON FUNCTION "private"."due_pictures"() IS 'The messages of logs with pictures whose turn it is: of each sender those that have waited longest, as many as that sender may have under way besides those that are. turn: how many of their sender are under way with it; who has none goes first. Of more than 200 senders, any 200.';

COMMENT ON FUNCTION "private"."forget_log_messages"() IS 'Deletes the messages about deleted logs, waiting and settled: once whoever was reading them is done.';

COMMENT ON FUNCTION "private"."forget_report_messages"() IS 'As forget_log_messages, of reports.';

COMMENT ON FUNCTION "private"."hold_client"(uuid) IS 'The client, kept until the transaction ends, as the foreign key of what is being written would keep them a moment later; null where there is none for the caller. Waits for an erasure or the end of a coaching under way, and so sees what came of it.';

COMMENT ON FUNCTION "private"."lease_logs"(integer, integer, integer) IS 'As pgmq reads, but for last_read_at, which not every version has: leases, the oldest first, up to p_limit visible messages, of them up to p_slow of logs with pictures, or a suspect alone. What pgmq has for it would look at every message. fail_logs takes the mark leased off again, so that a picture in its back-off is not taken for one under way.';

COMMENT ON FUNCTION "private"."limit_clients"() IS 'Refuses clients beyond clients_per_coach, as PT409. Whoever accepts an invite with a history takes the place of the row that invited them, so that makes no more.';

COMMENT ON FUNCTION "private"."log_limit"(uuid) IS 'How many logs a person may add within 60 s.';

COMMENT ON FUNCTION "private"."log_message"(uuid, uuid, uuid, jsonb) IS 'What log_processing holds of a log: {log_id, request_id}, and for one with pictures pictures_of, who has sent them: the caller, or the client where nobody is signed in. A message without it is read as text.';

COMMENT ON FUNCTION "private"."log_queue_health"() IS 'As queue_health, and how many are leased, how many pictures are held back for others, as many of their sender as may be are under way. Those do not count as waiting.';

COMMENT ON FUNCTION "private"."log_weight"(jsonb) IS 'As how many logs one with these media_urls counts: one, or one for each picture.';

COMMENT ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) IS 'private.daily_facts of those of the clients whom the caller coaches or is; of others no row.';

COMMENT ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) IS 'private.period_facts of those of the clients whom the caller coaches or is; of others no row.';

COMMENT ON FUNCTION "private"."my_periods"(uuid[], date[], date[]) IS 'Of the periods, those of clients whom the caller coaches or is. Called by the two functions below only.';

COMMENT ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) IS 'The facts of a period per client, in the format of a weekly report, and the last of its days with data. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target.';

COMMENT ON FUNCTION "private"."pictures_at_once"() IS 'How many logs with pictures of one sender are under way at once, whoever reads them.';

COMMENT ON FUNCTION "private"."put_away_logs"(bigint[]) IS 'Archives settled messages; of a log that is erased nothing is kept.';

COMMENT ON FUNCTION "private"."put_away_reports"(bigint[]) IS 'Archives settled messages; of a report that is erased nothing is kept.';

COMMENT ON FUNCTION "private"."record_ai_usage"(jsonb) IS 'Adds [{client_id, account_id, calls, input_tokens, output_tokens}] to today, for the client if there is one still, and for the account that pays: account_id as private.spender said, else that of the client now. Called by other definer functions only.';

COMMENT ON FUNCTION "private"."record_log_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the logs and the accounts that pay, whether or not the leases still hold, or the logs are still there.';

COMMENT ON FUNCTION "private"."record_report_usage"(jsonb) IS 'Counts the usage of [{msg_id, usage}] for the clients of the reports and the accounts that pay, whether or not the leases still hold, or the reports are still there.';

COMMENT ON FUNCTION "private"."refuse_logs_at_once"(bigint, integer) IS 'Raises PT429 where one request has more logs than a minute may have.';

COMMENT ON FUNCTION "private"."report_facts"(uuid[]) IS 'The facts of the weeks of reports, as {report id: facts}.';

COMMENT ON FUNCTION "private"."report_facts_one_by_one"(uuid[]) IS 'As report_facts, without those that fail: of them the report says so.';

COMMENT ON FUNCTION "private"."sender_after"(text) IS 'The next of those whose pictures are in the queue, in the order of their ids, and after the last the first. Null: no pictures.';

COMMENT ON FUNCTION "private"."spend_log_rate"(bigint) IS 'Refuses what one person has read beyond logs_per_minute within any 60 s, as PT429, with Retry-After where waiting helps. What is refused does not count.';

COMMENT ON FUNCTION "private"."spender"(public.clients) IS 'A client as far as the day''s budgets of model calls go: {id, account_id, today, model_calls_today, account_calls_today}. The account is the coach, or where there is none the client''s own.';

COMMENT ON FUNCTION "private"."suspect_log"(integer) IS 'The oldest message waiting for its fourth or a later delivery that was interrupted the last time, if there is a place for it, whatever else its sender has under way. It may be the one that kills its workers, and those given out with it would become dead letters too.';

COMMENT ON FUNCTION "private"."wait_for_writers"(uuid) IS 'Waits for who is writing about a client, ahead of who comes later, and keeps those out until the transaction ends. To be asked before the row is locked: locks of rows know no order, and many who write in turns would never let it go.';

COMMENT ON FUNCTION "public"."request_weekly_report"(uuid, date) IS 'Queues the report of a week if there is none; a coach''s call has an existing one written again. Returns the report, whose status tells when it is ready. PT404, PT422 not a Monday or not begun, PT429 six hundred of the caller''s are waiting.';

COMMENT ON FUNCTION "public"."settle_log"(uuid) IS 'Says that a person has seen what was not understood in a log, or that it failed, and that nothing needs to be done. ai_error stays as the reason; retry_log still reads it again. PT404, PT409 it is being read, or an event waits.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them; of them up to p_slow with pictures, where it is given, and of one sender two at once. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';

COMMENT ON FUNCTION "worker"."finish_logs"(jsonb) IS 'Stores what was read and archives the messages, in one transaction. Takes [{msg_id, read_ct, log_id, classification, parsed, status, reason, parser, events: [{event_type, date_for_metric, data_json, confidence, status, review_reasons, parser, field_sources}], usage: {calls, input_tokens, output_tokens, account_id}}]; returns the msg_ids that were still held. An event a person has decided on stays as it is. Usage is counted for stale leases too: it was spent.';

COMMENT ON FUNCTION "worker"."health"() IS 'How the project is, in one object: queues, dead letters, the twenty accounts with the most calls to a model today, what pg_net was answered in the last ten minutes, cron jobs and how their last run ended, which secrets there are (not what they are), versions. Times are seconds or timestamps.';

COMMENT ON TABLE "private"."ai_account_usage" IS 'Calls to a model by who pays for them and UTC day. Kept when a client is erased, so that a new one opens no new budget; forgotten after a month.';

COMMENT ON TABLE "private"."log_rates" IS 'How many logs a person has added within the last minute, by the second: never more than allowed in any 60 s. One row a person.';

COMMENT ON TYPE "private"."day_facts" IS 'What a local day of a client amounts to. Null is "not logged", never zero.';

COMMENT ON VIEW "public"."coach_overview" IS 'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

COMMENT ON VIEW "public"."coach_trends" IS 'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], calories as [day, kcal, within|above|below or null]; null where nothing was logged.';

REVOKE ALL ON FUNCTION "private"."check_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_log"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."count_log"() TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."count_log"() TO "service_role";

REVOKE ALL ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."due_pictures"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_log_messages"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_report_messages"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hold_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "service_role";

REVOKE ALL ON FUNCTION "private"."lease_logs"(integer, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."limit_clients"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_limit"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_message"(uuid, uuid, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_queue_health"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."log_weight"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_daily_facts"(uuid[], date[], date[]) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_period_facts"(uuid[], date[], date[]) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_periods"(uuid[], date[], date[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."pictures_at_once"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."put_away_logs"(bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."put_away_reports"(bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_logs_at_once"(bigint, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."report_facts"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."report_facts_one_by_one"(uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sender_after"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."spender"(public.clients) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."suspect_log"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wait_for_writers"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "worker"."claim_logs"(integer, integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_logs"(integer, integer, integer) TO "service_role";

GRANT SELECT ON TABLE "public"."coach_overview" TO "authenticated";

GRANT SELECT ON TABLE "public"."coach_trends" TO "authenticated";

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

-- For forgetting: what was settled about a log or a report that is deleted.
create index if not exists a_log_processing_log_id_idx on pgmq.a_log_processing ((message ->> 'log_id'));
create index if not exists a_weekly_reports_report_id_idx on pgmq.a_weekly_reports ((message ->> 'report_id'));

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
