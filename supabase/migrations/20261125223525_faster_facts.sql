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
  select
    p.client_id, d.day, coalesce(d.has_data, false),
    d.calories, coalesce(d.calories_estimated, false), d.protein_g, d.carbs_g, d.fat_g,
    d.weight_kg, d.steps, d.sleep_hours, d.mood, coalesce(d.workouts, 0), d.workout_min,
    d.target, round(d.target * (1 - d.tolerance)), round(d.target * (1 + d.tolerance)),
    case
      when d.calories is null or d.target is null then null
      when d.calories > d.target * (1 + d.tolerance) then 'above'
      when d.day >= (now() at time zone c.timezone)::date and not d.is_total then null -- meals so far: the day is not over
      when d.calories < d.target * (1 - d.tolerance) then 'below'
      else 'within'
    end,
    d.protein_target, d.workouts_target
  from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  -- Client by client: every step stays within that client's rows of an index, however many others there are.
  cross join lateral (
    select
      m.*, plan.day,
      (plan.food ->> 'calories_target_per_day')::numeric as target,
      coalesce((plan.food ->> 'calories_tolerance_pct')::numeric, 10) / 100 as tolerance,
      (plan.food ->> 'protein_target_g')::numeric as protein_target,
      (plan.training ->> 'workouts_per_week_target')::integer as workouts_target
    from (
      -- The exclusion constraints on plans allow at most one of each kind on any day.
      select
        p.first_day + i as day,
        (array_agg(l.config_json) filter (where l.type <> 'training'))[1] as food,
        (array_agg(l.config_json) filter (where l.type <> 'nutrition'))[1] as training
      from generate_series(0, p.last_day - p.first_day) i
      left join public.plans l
        on l.client_id = p.client_id and l.activated_at is not null
        and p.first_day + i between l.start_date and coalesce(l.end_date, 'infinity')
      group by i
    ) plan
    left join (
      -- A day's nutrition is its latest day total, else the sum of its meals; of anything else the latest value counts.
      -- The rows come latest first, and array_agg keeps their order.
      select
        e.day as measured_on,
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
          r.date_for_metric as day, r.event_type, r.data_json as data,
          coalesce(r.data_json ->> 'scope', 'day') <> 'meal' as is_total,
          coalesce((r.data_json ->> 'estimated')::boolean, false) as is_estimated,
          case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'calories', r.data_json ->> 'calories_est')::numeric end as kcal,
          case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'protein_g', r.data_json ->> 'protein_est_g')::numeric end as protein,
          case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'carbs_g', r.data_json ->> 'carbs_est_g')::numeric end as carbs,
          case when r.event_type = 'nutrition' then coalesce(r.data_json ->> 'fat_g', r.data_json ->> 'fat_est_g')::numeric end as fat
        from public.progress_events r
        where r.client_id = p.client_id and r.date_for_metric between p.first_day and p.last_day
          and r.status in ('auto', 'confirmed', 'corrected')
        order by r.date_for_metric, r.logged_at desc, r.id desc
      ) e
      group by e.day
    ) m on m.measured_on = plan.day
  ) d;
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
    select coach_id from public.clients where user_id = v_user
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

CREATE OR REPLACE FUNCTION private.period_facts(p_client_ids uuid[], p_from date[], p_to date[])
 RETURNS TABLE(client_id uuid, facts jsonb)
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
    )
  from period p
  join total t on t.client_id = p.client_id;
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
  perform pgmq.send('log_processing', jsonb_build_object('log_id', p_log_id));
  perform private.nudge('process_logs', jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id), 'old_record', null
  ));
  return v_log;
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

CREATE VIEW "public"."coach_overview" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            c.name,
            c.locale,
            c.timezone,
            (c.user_id IS NOT NULL) AS has_account,
            private.local_date(now(), c.timezone) AS today
           FROM public.clients c
          WHERE (c.coach_id = ( SELECT auth.uid() AS uid))
        ), week AS (
         SELECT f.client_id,
            f.facts
           FROM private.period_facts(ARRAY( SELECT m_1.id
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT (m_1.today - 6)
                   FROM mine m_1
                  ORDER BY m_1.id), ARRAY( SELECT m_1.today
                   FROM mine m_1
                  ORDER BY m_1.id)) f(client_id, facts)
        )
 SELECT m.id AS client_id,
    m.name,
    m.locale,
    m.timezone,
    m.has_account,
    last_log.created_at AS last_log_at,
    (m.today - last_event.date_for_metric) AS days_without_data,
    ((week.facts #>> '{aggregates,days_with_data}'::text[]))::integer AS days_with_data,
    ((week.facts #>> '{aggregates,adherence_pct}'::text[]))::integer AS adherence_pct,
    ((week.facts #>> '{aggregates,days_within_calorie_target}'::text[]))::integer AS days_within_calorie_target,
    ((week.facts #>> '{aggregates,days_scored}'::text[]))::integer AS days_scored,
    ((week.facts #>> '{aggregates,last_weight_kg}'::text[]))::numeric AS last_weight_kg,
    ((week.facts #>> '{aggregates,weight_change_kg}'::text[]))::numeric AS weight_change_kg,
    (( SELECT count(*) AS count
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = 'needs_review'::public.event_status))) + ( SELECT count(*) AS count
           FROM public.logs l
          WHERE ((l.client_id = m.id) AND (l.ai_status = ANY (ARRAY['needs_review'::public.ai_status, 'failed'::public.ai_status])) AND (NOT (EXISTS ( SELECT
                   FROM public.progress_events e
                  WHERE ((e.log_id = l.id) AND (e.status = 'needs_review'::public.event_status)))))))) AS open_reviews,
    (week.facts -> 'flags'::text) AS flags,
    (EXISTS ( SELECT
           FROM public.client_invites i
          WHERE ((i.client_id = m.id) AND (i.accepted_at IS NULL) AND (i.expires_at > now())))) AS has_open_invite
   FROM (((mine m
     JOIN week ON ((week.client_id = m.id)))
     LEFT JOIN LATERAL ( SELECT l.created_at
           FROM public.logs l
          WHERE (l.client_id = m.id)
          ORDER BY l.created_at DESC
         LIMIT 1) last_log ON (true))
     LEFT JOIN LATERAL ( SELECT e.date_for_metric
           FROM public.progress_events e
          WHERE ((e.client_id = m.id) AND (e.status = ANY (ARRAY['auto'::public.event_status, 'confirmed'::public.event_status, 'corrected'::public.event_status])) AND (e.event_type <> ALL (ARRAY['note'::public.event_type, 'other'::public.event_type])) AND (e.date_for_metric <= m.today))
          ORDER BY e.date_for_metric DESC
         LIMIT 1) last_event ON (true));

CREATE VIEW "public"."coach_trends" WITH (security_invoker=true) AS  WITH mine AS (
         SELECT c.id,
            private.local_date(now(), c.timezone) AS today
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

CREATE INDEX clients_coach_id_id_idx ON public.clients USING btree (coach_id, id);

CREATE POLICY "Coaches read what models have cost for their clients" ON "public"."ai_usage" FOR SELECT TO "authenticated" USING ((client_id = ANY (( SELECT private.my_coached_client_ids() AS my_coached_client_ids)::uuid[])));

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

COMMENT ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) IS 'One row per client and local day of each period (three arrays of equal length): what was measured, and the targets then in force. Null is "not logged", never zero. Meals of a day that is not over are held only against the upper border. Runs with the caller''s rights.';

COMMENT ON FUNCTION "private"."my_acquaintance_ids"() IS 'Accounts whose profile the caller may read: their own, their clients'', their coach''s.';

COMMENT ON FUNCTION "private"."my_client_ids"() IS 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';

COMMENT ON FUNCTION "private"."my_coached_client_ids"() IS 'Ids of the clients the caller coaches.';

COMMENT ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) IS 'The facts of a period per client, in the format of a weekly report. Plan: as in force on the last day. Averages: over days that have the metric. Adherence: days in range / days with calories and a target. Runs with the caller''s rights.';

COMMENT ON VIEW "public"."coach_overview" IS 'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

COMMENT ON VIEW "public"."coach_trends" IS 'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], calories as [day, kcal, within|above|below or null]; null where nothing was logged.';

REVOKE ALL ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."daily_facts"(uuid[], date[], date[]) TO "service_role";

REVOKE ALL ON FUNCTION "private"."my_acquaintance_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_acquaintance_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."my_coached_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_coached_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."period_facts"(uuid[], date[], date[]) TO "service_role";

GRANT SELECT ON TABLE "public"."coach_overview" TO "authenticated";

GRANT SELECT ON TABLE "public"."coach_trends" TO "authenticated";
