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

DROP POLICY "Coaches read what models have cost for their clients" ON "public"."ai_usage";

DROP POLICY "Coaches read the invites of their clients" ON "public"."client_invites";

DROP POLICY "Coaches log for their clients, clients for themselves" ON "public"."logs";

DROP POLICY "Coaches read logs of their clients, clients their own" ON "public"."logs";

DROP POLICY "Coaches change plans of their clients" ON "public"."plans";

DROP POLICY "Coaches delete drafts of their clients' plans" ON "public"."plans";

DROP POLICY "Coaches read plans and drafts, clients the plans that came into" ON "public"."plans";

DROP POLICY "Coaches write plans for their clients" ON "public"."plans";

DROP POLICY "People read their own profile, their clients' and their coach's" ON "public"."profiles";

DROP POLICY "Coaches read events of their clients, clients their own" ON "public"."progress_events";

DROP POLICY "Coaches read both voices, clients only theirs" ON "public"."weekly_report_texts";

DROP POLICY "Coaches read reports of their clients, clients their own" ON "public"."weekly_reports";

DROP POLICY "People add pictures where they may log" ON "storage"."objects";

DROP POLICY "People see pictures of logs they may read" ON "storage"."objects";

DROP INDEX "public"."clients_coach_id_idx";

DROP VIEW "public"."coach_overview";

DROP VIEW "public"."coach_trends";

DROP FUNCTION "private"."daily_facts"(uuid[], date[], date[]);

DROP FUNCTION "private"."my_acquaintance_ids"();

DROP FUNCTION "private"."my_client_ids"();

DROP FUNCTION "private"."my_coached_client_ids"();

DROP FUNCTION "private"."my_own_client_ids"();

DROP FUNCTION "private"."period_facts"(uuid[], date[], date[]);

DROP FUNCTION "worker"."claim_logs"(integer, integer);

DROP FUNCTION "worker"."claim_reports"(integer, integer);

CREATE TABLE "private"."drains" ("queue" text NOT NULL, "until" timestamp with time zone NOT NULL, CONSTRAINT "drains_pkey" PRIMARY KEY (queue));

ALTER TABLE "private"."drains" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."log_rates" ("user_id" uuid NOT NULL, "per_minute" integer, "minute_began_at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(), "logs" integer NOT NULL DEFAULT 0, CONSTRAINT "log_rates_per_minute_check" CHECK ((per_minute > 0)), CONSTRAINT "log_rates_pkey" PRIMARY KEY (user_id));

ALTER TABLE "private"."log_rates" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."settings" ("name" text NOT NULL, "value" integer NOT NULL, CONSTRAINT "settings_pkey" PRIMARY KEY (name), CONSTRAINT "settings_value_check" CHECK ((value > 0)));

ALTER TABLE "private"."settings" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."audit_entries" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(), "client_id" uuid, "actor_id" uuid, "coach_id" uuid, "user_id" uuid, "files" integer, CONSTRAINT "audit_entries_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."audit_entries" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."clients" ALTER COLUMN "coach_id" DROP NOT NULL;

CREATE TYPE "public"."audit_action" AS ENUM ('account_linked', 'account_unlinked', 'coaching_began', 'coaching_ended', 'erased', 'files_erased', 'account_deleted');

ALTER TABLE "public"."audit_entries" ADD COLUMN "action" public.audit_action NOT NULL;

CREATE OR REPLACE FUNCTION private.alone_from()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN 4;

CREATE OR REPLACE FUNCTION private.audit_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Before the policy, which could only say no: a client of somebody else is as absent as one there never was.
  if tg_op = 'INSERT' and (select auth.uid()) is not null
    and new.client_id <> all (private.my_client_ids())
  then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id: plans are for your own clients.';
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
  perform private.check_plan_config(new.type, new.config_json);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.close_account(p_confirm_email text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user  uuid := (select auth.uid());
  v_email text;
begin
  select u.email into v_email from auth.users u where u.id = v_user for update;
  if not found then
    return; -- a repeated request: the first answer may have been lost
  end if;
  if lower(btrim(p_confirm_email)) is distinct from lower(v_email) then
    raise sqlstate 'PT422' using message = 'This is not the e-mail of your account', hint = 'Give the e-mail you sign in with.';
  end if;
  if exists (select from public.clients c where c.user_id = v_user) then
    raise sqlstate 'PT409' using message = 'Your account has data of yours as a client', hint = 'Erase it first.';
  end if;
  if exists (select from public.clients c where c.coach_id = v_user) then
    raise sqlstate 'PT409' using message = 'Your account has clients', hint = 'Let them go or erase them first.';
  end if;
  insert into public.audit_entries (action, actor_id, user_id) values ('account_deleted', v_user, v_user);
  delete from auth.users u where u.id = v_user;
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

CREATE OR REPLACE FUNCTION private.daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, day date, has_data boolean, calories numeric, calories_estimated boolean, protein_g numeric, carbs_g numeric, fat_g numeric, weight_kg numeric, steps numeric, sleep_hours numeric, mood text, workouts integer, workout_min numeric, calories_target numeric, calories_low numeric, calories_high numeric, calorie_status text, protein_target_g numeric, workouts_per_week_target integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
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
      (t.training ->> 'workouts_per_week_target')::integer as workouts_target
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

CREATE OR REPLACE FUNCTION private.decide_event(p_event_id uuid, p_status public.event_status, p_data jsonb, p_date date)
 RETURNS public.progress_events
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_event public.progress_events;
begin
  -- The log before its event, as finish_logs locks them: a decision and a re-run wait for each other.
  perform from public.logs
  where id = (
    select e.log_id from public.progress_events e
    where e.id = p_event_id and e.client_id = any (private.my_client_ids())
  )
  for update;

  select * into v_event from public.progress_events
  where id = p_event_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such event', hint = 'It may have been read again: load the log once more.';
  end if;
  if p_status = 'corrected' then
    perform private.check_event_data(v_event.event_type, p_data);
  end if;
  if p_date <> v_event.date_for_metric and not exists (
    select from public.logs l
    join public.clients c on c.id = l.client_id
    where l.id = v_event.log_id
      and p_date between l.local_date_for_client - 366
        and greatest(l.local_date_for_client, private.local_date(now(), c.timezone))
  ) then
    raise sqlstate 'PT422' using message = 'An event is not of that day', hint = 'Give a day up to today, and at most a year before the log.';
  end if;

  begin
    update public.progress_events
    set status = p_status,
        data_json = coalesce(p_data, data_json),
        date_for_metric = coalesce(p_date, date_for_metric),
        original_data_json = case when p_status = 'corrected' then coalesce(original_data_json, data_json) else original_data_json end,
        confidence = case when p_status = 'rejected' then confidence else 1 end,
        review_reasons = case when p_status = 'rejected' then review_reasons else '{}' end,
        corrected_by = (select auth.uid()),
        corrected_at = now()
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      raise sqlstate 'PT409' using message = format('This log already has a %s event on %s', v_event.event_type, p_date),
        hint = 'Correct that one instead.';
  end;

  perform private.settle_review(v_event.log_id);
  return v_event;
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
  select c.* into v_client from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids())
  for update;
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
    perform private.forget_messages(p_client_id);
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

CREATE OR REPLACE FUNCTION private.files_of(p_client_id uuid, p_limit integer)
 RETURNS TABLE(bucket text, path text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  -- The pattern as a constant: a parameter would have all files of all clients read.
  return query execute format(
    'select o.bucket_id, o.name from storage.objects o where o.name like %L order by o.name limit %s',
    p_client_id || '/%', p_limit
  );
end;
$function$;

CREATE OR REPLACE FUNCTION private.forget_messages(p_client_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- What was queued while we waited may be locked by a claim: that finds no row then, and puts it away itself.
  delete from pgmq.q_log_processing where msg_id in (
    select q.msg_id from pgmq.q_log_processing q
    join public.logs l on l.id = (q.message ->> 'log_id')::uuid
    where l.client_id = p_client_id
    for update of q skip locked
  );
  delete from pgmq.q_weekly_reports where msg_id in (
    select q.msg_id from pgmq.q_weekly_reports q
    join public.weekly_reports r on r.id = (q.message ->> 'report_id')::uuid
    where r.client_id = p_client_id
    for update of q skip locked
  );
  delete from pgmq.a_log_processing a using public.logs l
  where l.client_id = p_client_id and l.id = (a.message ->> 'log_id')::uuid;
  delete from pgmq.a_weekly_reports a using public.weekly_reports r
  where r.client_id = p_client_id and r.id = (a.message ->> 'report_id')::uuid
$function$;

CREATE OR REPLACE FUNCTION private.has_records(p_client_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_table  regclass;
  v_column name;
  v_found  boolean;
begin
  -- People come before the domains that keep records, so these are found by their foreign keys.
  for v_table, v_column in
    select k.conrelid::regclass, a.attname
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'public.clients'::regclass and k.conrelid <> 'public.client_invites'::regclass
  loop
    execute format('select exists (select from %s where %I = $1)', v_table, v_column) into v_found using p_client_id;
    if v_found then
      return true;
    end if;
  end loop;
  return false;
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
  update private.drains
  set until = clock_timestamp() + interval '2 seconds'
  -- A claim comes every few milliseconds: most find the promise young enough, and lock nothing.
  where queue = p_queue and until < clock_timestamp() + interval '1 second'
$function$;

CREATE OR REPLACE FUNCTION private.limit_log_rate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_logs bigint := (select count(*) from added);
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

CREATE OR REPLACE FUNCTION private.logs_at_once(p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- Handed back, a log is pending again; still processing, nobody has lived to say what became of it.
  select case when exists (
    select from pgmq.q_log_processing q
    join public.logs l on l.id = (q.message ->> 'log_id')::uuid
    -- The border as a number: q_log_processing_retried_idx is for it, and most messages are read once.
    where q.read_ct >= 3 and q.vt <= clock_timestamp() and q.read_ct + 1 >= private.alone_from()
      and l.ai_status = 'processing'
  ) then 1 else p_limit end
$function$;

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

CREATE OR REPLACE FUNCTION private.my_acquaintance_ids()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.my_client_ids()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_coached_client_ids()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id);
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_own_client_ids()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.nudge_erasures()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if exists (select from pgmq.q_erasures where vt <= clock_timestamp()) then
    perform private.nudge('erasures', '{"type": "SWEEP"}');
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, facts jsonb, last_day_with_data date)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
  return query
  with period as (
    select
      p.client_id, p.first_day, p.last_day, c.name, c.locale,
      (now() at time zone c.timezone)::date as today,
      -- Before somebody was a client nobody was silent, unless they brought their history along.
      case when joined.day > p.first_day then least(joined.day, (
        select min(e.date_for_metric) from public.progress_events e
        where e.client_id = p.client_id and e.status in ('auto', 'confirmed', 'corrected')
      )) end as first_day_known
    from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
    join public.clients c on c.id = p.client_id
    cross join lateral (select (c.created_at at time zone c.timezone)::date as day) joined
  ), daily as (
    -- Three days running: each of the days up to this one, and there is one row per day.
    select
      d.*, p.last_day, not d.has_data and d.day < p.today as is_missing,
      count(*) filter (where d.calorie_status = 'above') over three_days = 3 as is_third_over,
      count(*) filter (where d.calorie_status = 'below') over three_days = 3 as is_third_under,
      count(*) filter (
        where not d.has_data and d.day < p.today and d.day >= coalesce(p.first_day_known, d.day)
      ) over three_days = 3 as is_third_silent
    from private.daily_facts(p_client_ids, p_from, p_to) d
    join period p on p.client_id = d.client_id
    window three_days as (partition by d.client_id order by d.day rows between 2 preceding and current row)
  ), total as (
    select
      d.client_id,
      max(d.calories_target) filter (where d.day = d.last_day) as calories_target,
      max(d.protein_target_g) filter (where d.day = d.last_day) as protein_target_g,
      max(d.workouts_per_week_target) filter (where d.day = d.last_day) as workouts_per_week_target,
      count(*) filter (where d.has_data) as days_with_data,
      count(*) filter (where d.is_missing) as missing_data_days,
      count(d.calories) as days_with_calories,
      count(d.calorie_status) as days_scored,
      count(*) filter (where d.calorie_status = 'within') as days_within,
      count(*) filter (where d.calorie_status = 'above') as days_above,
      count(*) filter (where d.calorie_status = 'below') as days_below,
      round(avg(d.calories)) as avg_calories,
      round(avg(d.protein_g), 1) as avg_protein_g,
      round(avg(d.carbs_g), 1) as avg_carbs_g,
      round(avg(d.fat_g), 1) as avg_fat_g,
      round(avg(d.steps)) as avg_steps,
      round(avg(d.sleep_hours), 1) as avg_sleep_hours,
      sum(d.workouts) as workouts_count,
      (array_agg(d.weight_kg order by d.day desc) filter (where d.weight_kg is not null))[1] as last_weight_kg,
      max(d.day) filter (where d.has_data) as last_day_with_data,
      bool_or(d.is_third_over) as is_over,
      bool_or(d.is_third_under) as is_under,
      bool_or(d.is_third_silent) as is_silent
    from daily d
    group by d.client_id
  )
  select
    p.client_id,
    jsonb_build_object(
      'client_name', p.name,
      'locale', p.locale,
      'week_start', p.first_day,
      'week_end', p.last_day,
      'plan', jsonb_build_object(
        'calories_target_per_day', t.calories_target,
        'protein_target_g', t.protein_target_g,
        'workouts_per_week_target', t.workouts_per_week_target
      ),
      'aggregates', jsonb_build_object(
        'days_with_data', t.days_with_data,
        'days_with_calories', t.days_with_calories,
        'days_scored', t.days_scored,
        'avg_calories', t.avg_calories,
        'avg_protein_g', t.avg_protein_g,
        'avg_carbs_g', t.avg_carbs_g,
        'avg_fat_g', t.avg_fat_g,
        'days_within_calorie_target', t.days_within,
        'days_above_calorie_target', t.days_above,
        'days_below_calorie_target', t.days_below,
        'adherence_pct', round(100.0 * t.days_within / nullif(t.days_scored, 0)),
        'workouts_count', t.workouts_count,
        'avg_steps', t.avg_steps,
        'avg_sleep_hours', t.avg_sleep_hours,
        'last_weight_kg', t.last_weight_kg,
        'weight_change_kg', case when t.last_weight_kg is not null then t.last_weight_kg - (
          select (e.data_json ->> 'value')::numeric
          from public.progress_events e
          where e.client_id = p.client_id and e.event_type = 'weight' and e.date_for_metric < p.first_day
            and e.status in ('auto', 'confirmed', 'corrected')
          order by e.date_for_metric desc, e.logged_at desc, e.id desc
          limit 1
        ) end
      ),
      'flags', jsonb_build_object(
        'missing_data_days', t.missing_data_days,
        'no_data_streak', t.is_silent,
        'consistent_over_target', t.is_over,
        'consistent_under_target', t.is_under
      )
    ),
    t.last_day_with_data
  from period p
  join total t on t.client_id = p.client_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plain_name(p_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select lower(btrim(regexp_replace(p_name, '\s+', ' ', 'g')))
$function$;

CREATE OR REPLACE FUNCTION private.queue_erasure()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id, files)
  select 'erased', old.id, (select auth.uid()), old.coach_id, old.user_id, count(*)
  from storage.objects o where o.name like old.id || '/%';

  -- A link for an upload lives two hours: what was under way now has arrived by the second look.
  perform pgmq.send('erasures', jsonb_build_object('client_id', old.id, 'until', now() + interval '3 hours'));
  perform private.nudge('erasures', jsonb_build_object(
    'type', 'DELETE', 'schema', 'public', 'table', 'clients', 'record', null,
    'old_record', jsonb_build_object('id', old.id)
  ));
  return null;
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

  if found then
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

CREATE OR REPLACE FUNCTION private.refuse_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise sqlstate 'PT405' using
    message = format('%s is read, not written', tg_table_name), hint = 'Write to the tables it is made from.';
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
  perform private.spend_log_rate(1); -- read again, it costs what a new one does

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
  v_user  uuid := (select auth.uid());
  v_rate  private.log_rates;
  v_limit integer;
  v_wait  integer;
begin
  if v_user is null then
    return; -- nobody's: an import with the secret key
  end if;

  -- The row is locked until the transaction ends, so what comes at the same time waits and is counted after it.
  insert into private.log_rates as r (user_id, logs)
  values (v_user, p_logs)
  on conflict (user_id) do update
    set (minute_began_at, logs) = (
      select case when b.is_over then excluded.minute_began_at else r.minute_began_at end,
             case when b.is_over then 0 else r.logs end + excluded.logs
      from (select r.minute_began_at <= excluded.minute_began_at - interval '1 minute' as is_over) b
    )
  returning * into v_rate;

  v_limit := coalesce(v_rate.per_minute, (select value from private.settings where name = 'logs_per_minute'), 60);
  if v_rate.logs > v_limit then
    v_wait := greatest(1, ceil(extract(epoch from v_rate.minute_began_at + interval '1 minute' - clock_timestamp())));
    -- PostgREST's form of an error with a header: https://docs.postgrest.org/en/stable/references/errors.html
    raise sqlstate 'PGRST' using
      message = json_build_object(
        'code', 'PT429',
        'message', 'Too many logs within a minute',
        'details', null,
        'hint', format('Send at most %s a minute, at once or one by one. Try again in %s s.', v_limit, v_wait)
      ),
      detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', v_wait::text));
  end if;
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

CREATE OR REPLACE FUNCTION private.take_invite(p_code text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.client_invites;
  v_client public.clients;
  v_own    public.clients;
begin
  -- The client is locked before the invite, as make_invite does it: the other way round they could deadlock.
  select c.* into v_client
  from public.client_invites i
  join public.clients c on c.id = i.client_id
  where i.code_hash = private.hash_invite_code(p_code)
  for update of c;

  select * into v_invite from public.client_invites where code_hash = private.hash_invite_code(p_code) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'This invite code is not known', hint = 'Check the code, or ask your coach for a new one.';
  end if;
  if v_invite.accepted_by = v_user then
    return v_invite.client_id; -- a repeated request: the first answer may have been lost
  end if;
  if v_invite.accepted_at is not null then
    raise sqlstate 'PT410' using message = 'This invite code has been used', hint = 'Ask your coach for a new one.';
  end if;
  if v_invite.expires_at <= now() then
    raise sqlstate 'PT410' using message = 'This invite code has expired', hint = 'Ask your coach for a new one.';
  end if;

  if v_client.coach_id = v_user then
    raise sqlstate 'PT409' using message = 'This is your own invite', hint = 'Sign in as the client to accept it.';
  end if;
  if v_client.user_id is not null then
    raise sqlstate 'PT409' using message = 'This client already has an account', hint = 'Ask your coach which account it is.';
  end if;

  select * into v_own from public.clients where user_id = v_user and coach_id is null for update;
  if found then -- somebody whose coaching has ended: the new coach takes over the row with its history
    if private.has_records(v_client.id) then
      raise sqlstate 'PT409' using message = 'Your new coach has already begun a record of their own under this invite',
        hint = 'Ask them to add you as a new client, and to invite you before they write anything.';
    end if;
    update public.clients set coach_id = v_client.coach_id where id = v_own.id;
    update public.client_invites set client_id = v_own.id, accepted_at = now(), accepted_by = v_user where id = v_invite.id;
    delete from public.clients where id = v_client.id;
    return v_own.id;
  end if;

  begin
    update public.clients set user_id = v_user where id = v_invite.client_id;
  exception
    when unique_violation then -- an account is at most one client, also when two codes are accepted at once
      raise sqlstate 'PT409' using message = 'Your account already belongs to a coach', hint = 'End the coaching first, or sign up with another e-mail.';
  end;
  update public.client_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.client_id;
end;
$function$;

CREATE OR REPLACE FUNCTION public.delete_account(confirm_email text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.close_account(confirm_email)
$function$;

CREATE OR REPLACE FUNCTION public.erase_client(client_id uuid, confirm_name text)
 RETURNS TABLE(erased_at timestamp with time zone, files integer, files_erased_at timestamp with time zone)
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.erase(client_id, confirm_name)
$function$;

CREATE OR REPLACE FUNCTION public.export_client(client_id uuid)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;

  -- One value: rows would be cut at the API's limit. As json, which takes far less time than jsonb.
  -- One key per table, by its name: a test compares with the catalog.
  return json_build_object(
    'format', 'wellio.client/1',
    'exported_at', now(),
    'client', to_json(v_client),
    'account', (
      select to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end
      from public.profiles p where p.id = v_client.user_id
    ),
    'client_invites', (
      select coalesce(json_agg(json_build_object(
        'id', i.id, 'client_id', i.client_id, 'created_by', i.created_by, 'created_at', i.created_at,
        'expires_at', i.expires_at, 'accepted_at', i.accepted_at, 'accepted_by', i.accepted_by
      ) order by i.created_at, i.id), '[]')
      from public.client_invites i where i.client_id = v_client.id
    ),
    'plans', (
      select coalesce(json_agg(to_json(p) order by p.start_date, p.id), '[]')
      from public.plans p where p.client_id = v_client.id
    ),
    'logs', (
      select coalesce(json_agg(to_json(l) order by l.created_at, l.id), '[]')
      from public.logs l where l.client_id = v_client.id
    ),
    'progress_events', (
      select coalesce(json_agg(to_json(e) order by e.date_for_metric, e.logged_at, e.id), '[]')
      from public.progress_events e where e.client_id = v_client.id
    ),
    'weekly_reports', (
      select coalesce(json_agg(to_json(r) order by r.week_start), '[]')
      from public.weekly_reports r where r.client_id = v_client.id
    ),
    'weekly_report_texts', (
      select coalesce(json_agg(to_json(t) order by t.report_id, t.audience), '[]')
      from public.weekly_report_texts t where t.client_id = v_client.id
    ),
    'ai_usage', (
      select coalesce(json_agg(to_json(u) order by u.day), '[]')
      from public.ai_usage u where u.client_id = v_client.id
    ),
    'audit_entries', (
      select coalesce(json_agg(to_json(a) order by a.id), '[]')
      from public.audit_entries a where a.client_id = v_client.id
    ),
    'files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like v_client.id || '/%'
    )
  );
end;
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
  from private.daily_facts(array[client_id], array["from"], array["to"]) d
  order by d.day;
end;
$function$;

CREATE OR REPLACE FUNCTION public.revoke_coach(client_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.end_coaching(client_id)
$function$;

CREATE OR REPLACE FUNCTION worker.claim_erasures(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, files jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.msg_id, m.read_ct, (
    select coalesce(jsonb_agg(jsonb_build_object('bucket', f.bucket, 'path', f.path)), '[]')
    from private.files_of((m.message ->> 'client_id')::uuid, 500) f
  )
  from pgmq.read('erasures', p_lease_seconds, p_limit) m
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
          jsonb_build_object(
            'id', c.id, 'locale', c.locale, 'today', private.local_date(now(), c.timezone),
            'model_calls_today', private.ai_calls_today(c.id)
          );
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

CREATE OR REPLACE FUNCTION worker.claim_media(p_log_id uuid, p_digests text[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- The log before its client, as an erasure locks them.
  perform from public.logs where id = p_log_id for key share;

  -- The first log to come keeps a picture, unless nothing came of it there: then the next one may try. In one
  -- order, so that two logs of the same pictures wait for each other and do not deadlock.
  insert into private.media_digests as d (client_id, sha256, log_id)
  select distinct l.client_id, p.sha256, l.id
  from public.logs l
  cross join unnest(p_digests) as p(sha256)
  where l.id = p_log_id
  order by l.client_id, p.sha256
  on conflict (client_id, sha256) do update
    set log_id = excluded.log_id
    where exists (
      select from public.logs o
      where o.id = d.log_id
        and o.ai_status in ('needs_review', 'failed')
        and not exists (select from public.progress_events e where e.log_id = o.id)
    );

  return query
  select d.sha256
  from public.logs l
  join private.media_digests d on d.client_id = l.client_id
  where l.id = p_log_id and d.sha256 = any (p_digests) and d.log_id <> p_log_id
  order by d.sha256;
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

CREATE OR REPLACE FUNCTION worker.fail_erasures(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held bigint[] := array(select private.held_messages('erasures', p_failures));
begin
  perform pgmq.set_vt('erasures', f.msg_id, private.retry_delay_seconds(f.read_ct))
  from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer)
  where f.msg_id = any (v_held);
  return query select unnest(v_held);
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

CREATE OR REPLACE FUNCTION worker.finish_erasures(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held   bigint[] := array(select private.held_messages('erasures', p_results));
  v_result record;
begin
  for v_result in
    select q.msg_id, r.files, (q.message ->> 'client_id')::uuid as client_id, (q.message ->> 'until')::timestamptz as until
    from jsonb_to_recordset(p_results) as r(msg_id bigint, files integer)
    join pgmq.q_erasures q on q.msg_id = r.msg_id
    where q.msg_id = any (v_held)
  loop
    if exists (select from private.files_of(v_result.client_id, 1)) then
      perform pgmq.set_vt('erasures', v_result.msg_id, 0); -- there are more
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

ALTER TABLE "private"."log_rates" ADD CONSTRAINT "log_rates_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

ALTER TABLE "public"."clients" ADD CONSTRAINT "clients_belong_to_somebody" CHECK (((coach_id IS NOT NULL) OR (user_id IS NOT NULL)));

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
           FROM private.period_facts(ARRAY( SELECT m_1.id
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
   FROM private.daily_facts(ARRAY( SELECT m.id
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT (m.today - 27)
           FROM mine m
          ORDER BY m.id), ARRAY( SELECT m.today
           FROM mine m
          ORDER BY m.id)) d(client_id, day, has_data, calories, calories_estimated, protein_g, carbs_g, fat_g, weight_kg, steps, sleep_hours, mood, workouts, workout_min, calories_target, calories_low, calories_high, calorie_status, protein_target_g, workouts_per_week_target)
  GROUP BY client_id;

CREATE INDEX audit_entries_client_id_idx ON public.audit_entries USING btree (client_id, id DESC);

CREATE INDEX audit_entries_coach_id_idx ON public.audit_entries USING btree (coach_id);

CREATE INDEX audit_entries_user_id_idx ON public.audit_entries USING btree (user_id);

CREATE INDEX clients_coach_id_id_idx ON public.clients USING btree (coach_id, id);

CREATE INDEX logs_failed_idx ON public.logs USING btree (processed_at) WHERE (ai_status = 'failed'::public.ai_status);

CREATE INDEX weekly_reports_failed_idx ON public.weekly_reports USING btree (week_start) WHERE (status = 'failed'::public.report_status);

CREATE TRIGGER audit_client AFTER UPDATE OF coach_id, user_id ON public.clients FOR EACH ROW EXECUTE FUNCTION private.audit_client();

CREATE TRIGGER queue_erasure AFTER DELETE ON public.clients FOR EACH ROW EXECUTE FUNCTION private.queue_erasure();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_overview FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER refuse_write INSTEAD OF INSERT OR DELETE OR UPDATE ON public.coach_trends FOR EACH ROW EXECUTE FUNCTION private.refuse_write();

CREATE TRIGGER limit_log_rate AFTER INSERT ON public.logs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.limit_log_rate();

CREATE POLICY "Nobody reads who drains through the API" ON "private"."drains" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Nobody reads rates of logging through the API" ON "private"."log_rates" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Nobody reads settings through the API" ON "private"."settings" FOR SELECT TO "authenticated" USING (false);

CREATE POLICY "Coaches read what models have cost for their clients" ON "public"."ai_usage" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])));

CREATE POLICY "Coaches and clients read what concerned them" ON "public"."audit_entries" FOR SELECT TO "authenticated" USING (((coach_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid)) OR (client_id = ANY (( SELECT private.my_own_client_ids() AS my_own_client_ids)::uuid[]))));

CREATE POLICY "Coaches read the invites of their clients" ON "public"."client_invites" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])));

CREATE POLICY "Coaches log for their clients, clients for themselves" ON "public"."logs" FOR INSERT TO "authenticated" WITH CHECK ((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])));

CREATE POLICY "Coaches read logs of their clients, clients their own" ON "public"."logs" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])));

CREATE POLICY "Coaches change plans of their clients" ON "public"."plans" FOR UPDATE TO "authenticated" USING ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[]))) WITH CHECK ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])));

CREATE POLICY "Coaches delete drafts of their clients' plans" ON "public"."plans" FOR DELETE TO "authenticated" USING (((activated_at IS NULL) AND (client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[]))));

CREATE POLICY "Coaches read plans and drafts, clients the plans that came into" ON "public"."plans" FOR SELECT TO "authenticated" USING (((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])) AND ((activated_at IS NOT NULL) OR (client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])))));

CREATE POLICY "Coaches write plans for their clients" ON "public"."plans" FOR INSERT TO "authenticated" WITH CHECK ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])));

CREATE POLICY "People read their own profile, their clients' and their coach's" ON "public"."profiles" FOR SELECT TO "authenticated" USING ((id = ANY (( SELECT private.my_acquaintance_ids() AS my_acquaintance_ids)::uuid[])));

CREATE POLICY "Coaches read events of their clients, clients their own" ON "public"."progress_events" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])));

CREATE POLICY "Coaches read both voices, clients only theirs" ON "public"."weekly_report_texts" FOR SELECT TO "authenticated" USING (((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])) AND ((audience = 'client'::public.report_audience) OR (client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])))));

CREATE POLICY "Coaches read reports of their clients, clients their own" ON "public"."weekly_reports" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_client_ids() AS my_client_ids)::uuid[])));

CREATE POLICY "People add pictures where they may log" ON "storage"."objects" FOR INSERT TO "authenticated" WITH CHECK (((bucket_id = 'log-media'::text) AND ((storage.foldername(name))[1] = ANY ((( SELECT private.my_client_ids() AS my_client_ids))::text[]))));

CREATE POLICY "People see pictures of logs they may read" ON "storage"."objects" FOR SELECT TO "authenticated" USING (((bucket_id = 'log-media'::text) AND ((storage.foldername(name))[1] = ANY ((( SELECT private.my_client_ids() AS my_client_ids))::text[]))));

COMMENT ON COLUMN "private"."drains"."until" IS 'When the promise lapses unless it is renewed: its maker may have died.';

COMMENT ON COLUMN "private"."log_rates"."per_minute" IS 'How many this person may add; null: as many as the setting logs_per_minute says.';

COMMENT ON COLUMN "public"."audit_entries"."actor_id" IS 'The account that did it; null for the system.';

COMMENT ON COLUMN "public"."audit_entries"."client_id" IS 'The client; null where an account was deleted that was no client''s.';

COMMENT ON COLUMN "public"."audit_entries"."coach_id" IS 'The coach whom it concerns: at that time, or until then.';

COMMENT ON COLUMN "public"."audit_entries"."files" IS 'erased: how many files were left to delete. files_erased: how many went last.';

COMMENT ON COLUMN "public"."audit_entries"."user_id" IS 'The client''s account at that time.';

COMMENT ON COLUMN "public"."clients"."coach_id" IS 'Null once the coaching has ended: the data is the client''s alone, until they accept another coach''s invite.';

COMMENT ON COLUMN "public"."logs"."processed_at" IS 'When it was last read, or given up as failed.';

COMMENT ON FUNCTION "private"."alone_from"() IS 'Which delivery of an interrupted message is given out alone.';

COMMENT ON FUNCTION "private"."audit_client"() IS 'Records who coaches a client, and which account is theirs, whenever that changes.';

COMMENT ON FUNCTION "private"."close_account"(text) IS 'Body of public.delete_account.';

COMMENT ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) IS 'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border. Runs with the caller''s rights.';

COMMENT ON FUNCTION "private"."end_coaching"(uuid) IS 'Body of public.revoke_coach.';

COMMENT ON FUNCTION "private"."end_draining"(text) IS 'Takes the promise to look again back. True when there was one: the queue must then be looked into once more, for what was queued under it.';

COMMENT ON FUNCTION "private"."erase"(uuid, text) IS 'Body of public.erase_client.';

COMMENT ON FUNCTION "private"."files_of"(uuid, integer) IS 'Files in the folder of a client, in whichever bucket.';

COMMENT ON FUNCTION "private"."forget_messages"(uuid) IS 'Deletes the messages about a client, waiting and archived.';

COMMENT ON FUNCTION "private"."has_records"(uuid) IS 'Whether anything but invites is written down about a client. A picture without a log is not.';

COMMENT ON FUNCTION "private"."is_being_drained"(text) IS 'Whether somebody has promised to look into the queue again after this transaction has ended, so that nobody need be woken.';

COMMENT ON FUNCTION "private"."keep_draining"(text) IS 'Promises that the queue is looked into again: within 2 seconds, or as soon as whoever promises has room.';

COMMENT ON FUNCTION "private"."limit_log_rate"() IS 'Counts added logs against what one person may have read a minute; a retry of what is stored does not count.';

COMMENT ON FUNCTION "private"."lock_records"(uuid) IS 'Waits for whoever is reading or writing about a client, and keeps others from beginning, until the transaction ends.';

COMMENT ON FUNCTION "private"."logs_at_once"(integer) IS 'How many logs to give out: p_limit, or one while a log waits for its fourth or a later delivery that was interrupted the last time. It may be the one that kills its workers, and those given out with it would become dead letters too.';

COMMENT ON FUNCTION "private"."migration_version"() IS 'The newest migration that the Supabase CLI has applied; null where it never did.';

COMMENT ON FUNCTION "private"."my_acquaintance_ids"() IS 'Accounts whose profile the caller may read: their own, their clients'', their coach''s.';

COMMENT ON FUNCTION "private"."my_client_ids"() IS 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';

COMMENT ON FUNCTION "private"."my_coached_client_ids"() IS 'Ids of the clients the caller coaches.';

COMMENT ON FUNCTION "private"."my_own_client_ids"() IS 'Id of the client the caller is, if any.';

COMMENT ON FUNCTION "private"."nudge_erasures"() IS 'Wakes the function whose files are to be deleted: picks up lost nudges, expired leases and due retries.';

COMMENT ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) IS 'The facts of a period per client, in the format of a weekly report, and the last of its days with data. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target. Runs with the caller''s rights.';

COMMENT ON FUNCTION "private"."plain_name"(text) IS 'A name as it is compared: case and spaces do not count.';

COMMENT ON FUNCTION "private"."queue_erasure"() IS 'Records that a client was erased and has a cloud function delete the files. Rows go by their foreign keys.';

COMMENT ON FUNCTION "private"."queue_health"(text) IS 'How many messages of a queue can be claimed and for how long the oldest could have been; how many are leased or wait for a retry, and the age of the oldest of them.';

COMMENT ON FUNCTION "private"."queue_logs"() IS 'Queues the added logs in the same transaction and wakes process_logs, once per statement, unless it looks anyway.';

COMMENT ON FUNCTION "private"."refuse_write"() IS 'Instead of a write to a view. With it a view has privileges to write that can be missing, a 403; without it Postgres says 55000, a 500.';

COMMENT ON FUNCTION "private"."request_id"() IS 'The x-request-id of the HTTP request under way if it is a UUID, else a fresh one. By it a log is found again in the lines of gateway and functions; it proves nothing, as whoever sends a request chooses it.';

COMMENT ON FUNCTION "private"."spend_log_rate"(bigint) IS 'Refuses what one person has read beyond logs_per_minute, as PT429 with Retry-After. What is refused does not count.';

COMMENT ON FUNCTION "private"."store_readings"(jsonb) IS 'Stores what was read of logs, at most one reading of each: [{log_id, classification, parsed, status, reason, parser, events}] as worker.finish_logs takes it. An event a person has decided on stays as it is.';

COMMENT ON FUNCTION "public"."accept_invite"(text) IS 'Links the caller''s account to the client the code was made for and returns the client id. Whoever is a client without a coach keeps their row and history, and the coach who invited gets both. PT404 unknown, PT410 used or expired, PT409 already linked.';

COMMENT ON FUNCTION "public"."delete_account"(text) IS 'Deletes the caller''s own account, once no client''s data hangs on it: nobody can sign in with it or renew a session, and a token still valid sees nothing. PT409 there is a client to erase or let go first, PT422 another e-mail.';

COMMENT ON FUNCTION "public"."erase_client"(uuid, text) IS 'Deletes everything about a client, by their coach or by the client: rows, messages and the link to the account at once, files within a minute or so (files_erased_at tells when). confirm_name is the client''s name. Cannot be undone; asked again it says when it was done. PT404 unknown client, PT422 another name.';

COMMENT ON FUNCTION "public"."export_client"(uuid) IS 'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';

COMMENT ON FUNCTION "public"."retry_log"(uuid) IS 'Has a log read once more; does nothing while it is waiting anyway. Events a person has decided on stay. Counts as a log of the minute. PT404, PT429.';

COMMENT ON FUNCTION "public"."revoke_coach"(uuid) IS 'Ends the coaching, at once, by the client or by the coach: the data stays with the client, the coach sees nothing of it any more. Another coach begins with an invite that the client accepts. A client without a coach stays so. PT404 unknown client, PT409 the client has no account.';

COMMENT ON FUNCTION "worker"."claim_erasures"(integer, integer) IS 'Leases up to p_limit erased clients for p_lease_seconds, with up to 500 of the files each still has. (msg_id, read_ct) is the lease.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease, trace the ids that every line about the log carries. What was interrupted at its third delivery or a later one is given out alone, and after 8 claims without a verdict is a dead letter. Who got something is to claim again, until there is nothing or its time is up: for 2 seconds new logs wake nobody.';

COMMENT ON FUNCTION "worker"."claim_reports"(integer, integer) IS 'Leases up to p_limit queued reports for p_lease_seconds, each with the facts of its week and what the budget of model calls needs to know. (msg_id, read_ct) is the lease, trace the ids that every line about the report carries.';

COMMENT ON FUNCTION "worker"."fail_erasures"(jsonb) IS 'Hands erasures back, to be tried again later, however often. Takes [{msg_id, read_ct, reason}]; returns the msg_ids that were still held.';

COMMENT ON FUNCTION "worker"."finish_erasures"(jsonb) IS 'After files were deleted: when none is left, records it and looks again once no upload can be under way any more; else there are more to delete. Takes [{msg_id, read_ct, files: how many were deleted}]; returns the msg_ids that were still held.';

COMMENT ON FUNCTION "worker"."health"() IS 'How the project is, in one object: queues, dead letters, what pg_net was answered in the last ten minutes, cron jobs and how their last run ended, which secrets there are (not what they are), versions. Times are seconds or timestamps.';

COMMENT ON FUNCTION "worker"."ping_answers"(bigint[]) IS 'What the requests of worker.ping_functions were answered; those still under way are left out.';

COMMENT ON FUNCTION "worker"."ping_functions"() IS 'Nudges each function the way an insert does, with a body that asks for no work. Returns pg_net''s request ids, null where an address or a secret is missing or malformed; worker.ping_answers tells what came back.';

COMMENT ON TABLE "private"."drains" IS 'Which queues are being drained by somebody who has promised to look into them again. Whoever queues something then need not wake anybody.';

COMMENT ON TABLE "private"."log_rates" IS 'How many logs a person has added within the minute that began with the first of them. One row a person, counted anew each time.';

COMMENT ON TABLE "private"."settings" IS 'Numbers that a deployment may choose. A migration adds those that are missing and changes none.';

COMMENT ON TABLE "public"."audit_entries" IS 'What was done about a client''s data and who may see it. Only ever added to, by the database itself; ids alone, no names and no texts, and no foreign keys: it outlives what it is about.';

COMMENT ON VIEW "public"."coach_overview" IS 'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

COMMENT ON VIEW "public"."coach_trends" IS 'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], calories as [day, kcal, within|above|below or null]; null where nothing was logged.';

REVOKE ALL ON FUNCTION "private"."alone_from"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_client"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_account"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."close_account"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "service_role";

REVOKE ALL ON FUNCTION "private"."end_coaching"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."end_coaching"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."end_draining"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."erase"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."erase"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."files_of"(uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_messages"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."has_records"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_being_drained"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."keep_draining"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."limit_log_rate"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_records"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."logs_at_once"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."migration_version"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_acquaintance_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_acquaintance_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_coached_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_coached_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_own_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_own_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."nudge_erasures"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "service_role";

REVOKE ALL ON FUNCTION "private"."plain_name"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_erasure"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_health"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_write"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."request_id"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."request_id"() TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."request_id"() TO "service_role";

REVOKE ALL ON FUNCTION "private"."spend_log_rate"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."store_readings"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "public"."delete_account"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."delete_account"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."erase_client"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."erase_client"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."export_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."export_client"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."revoke_coach"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."revoke_coach"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "worker"."claim_erasures"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_erasures"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_logs"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_logs"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."claim_reports"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_reports"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."fail_erasures"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."fail_erasures"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."finish_erasures"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."finish_erasures"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."health"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."health"() TO "service_role";

REVOKE ALL ON FUNCTION "worker"."ping_answers"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."ping_answers"(bigint[]) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."ping_functions"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."ping_functions"() TO "service_role";

GRANT SELECT ON TABLE "public"."audit_entries" TO "authenticated", "service_role";

GRANT SELECT ON TABLE "public"."coach_overview" TO "authenticated";

GRANT SELECT ON TABLE "public"."coach_trends" TO "authenticated";

ALTER TABLE "public"."logs" ADD COLUMN "request_id" uuid NOT NULL DEFAULT private.request_id();

CREATE INDEX logs_request_id_idx ON public.logs USING btree (request_id);

COMMENT ON COLUMN "public"."logs"."request_id" IS 'The x-request-id of the insert, else one made here. Every line that gateway and functions write about this log carries it, re-runs included. Not unique: one request may add many logs.';

-- file: sql/progress/settings.sql
-- progress: queues, the bucket for pictures, the limits, and how fast people may write. Idempotent: applied again whenever it changes.

select pgmq.create('log_processing');
select pgmq.create('weekly_reports');

-- For private.logs_at_once, which every claim asks.
create index if not exists q_log_processing_retried_idx on pgmq.q_log_processing (vt) where (read_ct >= 3);

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

-- file: sql/privacy/settings.sql
-- privacy: the queue of clients whose files are to be deleted. Idempotent: applied again whenever it changes.

select pgmq.create('erasures');
-- end of file: sql/privacy/settings.sql

-- file: sql/privacy/jobs.sql
-- privacy: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule('wake the function for waiting erasures', '* * * * *', 'select private.nudge_erasures()');
-- end of file: sql/privacy/jobs.sql
